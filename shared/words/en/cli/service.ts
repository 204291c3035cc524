export const service = {
  what: 'run the service. First line on stdout: {"listening":URL,"join":[URL],"ownerInvite":CODE}; no "join" on loopback',
  data: 'where everything is kept (a folder in LATCHKEY_HOME)',
  database: 'a PostgreSQL that services share: postgres://USER@HOST/NAME. Its password is not part of it',
  passwordFile: 'where the password is, for you alone; otherwise PGPASSFILE',
  listen:
    'where to listen: HOST:PORT, of which port 0 takes any (127.0.0.1:4460), or unix:/PATH, for your user alone',
  formerListen:
    'with unix:/PATH: where on loopback it was joined before, while there are devices that may know nothing else',
  org: "publish the organisation's files of this folder at the start, when they changed",
  name: 'name of the organisation, which the first start wants to know',
  owner: 'who the first invite is for while nothing is published',
  pools:
    "names of the pools that the service's own runner serves (default, which is the name of one), or the word none",
  tlsCert: 'certificate chain, PEM',
  tlsKey: 'its private key, PEM',
  behindProxy: 'a proxy in front of the service speaks TLS',
  publicHost: 'names by which clients ask for it, when it has others than its certificate',
  advertise:
    'an address where clients find this service or another on the same database; give it once for each of them',
  acceptClock: 'the clock is right now, although the service has seen a later time',
};
