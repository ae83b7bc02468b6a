"""Asks the terminal it runs in how many cells each name takes.

measure_names.py NAMES RESULT: NAMES has one name a line; RESULT gets one number a line, whole at once.
"""
import os
import sys
import termios
import tty


def column_after(name):
    sys.stdout.write("\r\x1b[2K" + name + "\x1b[6n")
    sys.stdout.flush()
    answer = b""
    while not answer.endswith(b"R"):
        answer += os.read(0, 1)
    return int(answer.split(b";")[1][:-1]) - 1


def main():
    names, result = sys.argv[1:3]
    before = termios.tcgetattr(0)
    tty.setraw(0)
    try:
        with open(names, encoding="utf-8") as lines:
            widths = [column_after(line.rstrip("\n")) for line in lines]
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)
    with open(result + ".part", "w", encoding="ascii") as out:
        out.write("".join(f"{width}\n" for width in widths))
    os.rename(result + ".part", result)


main()
