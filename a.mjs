import { writeSync, openSync } from 'node:fs';
const out = openSync('/tmp/b/x/a.out','w');
const mode = process.argv[2];
const say = (s)=>writeSync(out, s+'\n');
let n=0;
const line = 'x'.repeat(999)+'\n';
if (mode==='stderr') { for(let i=0;i<300;i++){ process.stderr.write(line); say('w'+i);} say('buffered '+process.stderr.writableLength); }
if (mode==='fswrite') { const {write}=await import('node:fs'); for(let i=0;i<1;i++) write(2, line.repeat(300), ()=>say('done')); }
setTimeout(()=>{ say('timer'); process.exit(3); }, 500);
process.on('exit',()=>say('exit event'));
