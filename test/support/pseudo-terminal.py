# A pseudo-terminal for tests: pseudo-terminal.py COLUMNS ROWS COMMAND…  What comes in is typed, what is shown goes out.
# A line that begins with NUL is for us: `size COLUMNS ROWS`, `signal NAME`. At the end the status follows, after a NUL.
import fcntl, os, pty, select, signal, struct, sys, termios

columns, rows, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]


def resize(fd, columns, rows):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


read_go, write_go = os.pipe()
child, master = pty.fork()
if child == 0:
    os.read(read_go, 1)
    os.execvp(command[0], command)
resize(master, columns, rows)
os.write(write_go, b"g")
before = termios.tcgetattr(master)[3]

ended = False
while not ended:
    ready, _, _ = select.select([master, 0], [], [], 0.2)
    if master in ready:
        try:
            shown = os.read(master, 65536)
        except OSError:
            break
        if not shown:
            break
        os.write(1, shown)
    if 0 in ready:
        typed = os.read(0, 65536)
        if not typed:
            os.kill(child, signal.SIGKILL)
            break
        for part in typed.split(b"\n") if typed.startswith(b"\0") else [typed]:
            words = part[1:].decode().split() if part.startswith(b"\0") else []
            if words and words[0] == "size":
                resize(master, int(words[1]), int(words[2]))
                os.kill(child, signal.SIGWINCH)
            elif words and words[0] == "signal":
                os.kill(child, getattr(signal, words[1]))
            elif part:
                os.write(master, part)
modes = "restored" if termios.tcgetattr(master)[3] == before else "raw"
_, status = os.waitpid(child, 0)
os.write(1, b"\0" + f"{os.waitstatus_to_exitcode(status)} {modes}".encode())
