/** Of texts that are too long to be sent. */
export const length = {
  reason: ({ problem }: { readonly problem: string }) =>
    `The reason is ${problem}. Nothing was sent: say it shorter.`,
  ticket: ({ problem }: { readonly problem: string }) =>
    `The ticket is ${problem}. Nothing was sent: say it shorter.`,
  comment: ({ problem }: { readonly problem: string }) =>
    `The comment is ${problem}. Nothing was sent: say it shorter.`,
  name: ({ problem }: { readonly problem: string }) =>
    `The name is ${problem}. Nothing was sent: say it shorter.`,
  deviceName: ({ problem }: { readonly problem: string }) =>
    `The name of the device is ${problem}. Nothing was sent: say it shorter.`,
  id: ({ problem }: { readonly problem: string }) =>
    `The id is ${problem}. Nothing was sent: say it shorter.`,
  written: ({ problem }: { readonly problem: string }) => `What you wrote is ${problem}. Nothing was sent.`,
};
