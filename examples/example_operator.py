#!/usr/bin/env python3
"""An operator for `studylab exam` and `studylab drill --operator exec:…`, in Python.

It reads the alert, sends one command at a time and reads its answer, as with `--io jsonl`. This one
queries, gives the class no-fault, and closes: a start to build on, which passes no drill that has a
fault.
"""
import json
import sys


def receive():
    line = sys.stdin.readline()
    if not line:
        sys.exit("the lab has closed the run")
    return json.loads(line)


def send(command):
    print(json.dumps({"command": command}), flush=True)
    return receive()


def main():
    alert = receive()
    environment = alert["incident"].get("environment")
    print(f"{alert['runbook']}: {alert['incident']['what']}", file=sys.stderr)
    incident = send("show incident")
    commands = ["show operations", "show errors " + environment if environment else "show status"]
    for command in commands:
        answer = send(command)
        print(f"{command}: {answer['kind']}", file=sys.stderr)
    reference = incident["entries"][-1]
    send(f'classify no-fault --because "nothing was found" --ref {reference}')
    send("wait --until symptom-gone --at-most 5m")
    send('impact --users 0 --minutes 0 --because "not measured"')
    send(f'close --summary "nothing was found" --ref {reference}')


if __name__ == "__main__":
    main()
