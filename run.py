import subprocess,os,sys,time
r,w=os.pipe()
p=subprocess.Popen(sys.argv[1:],stderr=w,stdin=subprocess.DEVNULL)
os.close(w)
try: print('rc',p.wait(5))
except Exception as e: print('HUNG',e); p.kill(); p.wait()
