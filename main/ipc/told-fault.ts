/** A fault whose message is a sentence for people, with nothing in it that a page should not see. */
export class ToldFault extends Error {}
