"""Counts a backlog another way than the program does: line by line, with no parser. Prints one JSON object."""

import json
import re
import sys
import zipfile


def value(text):
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('\\"', '"')
    return text


def fields(lines):
    found, key = {}, None
    for line in lines:
        head = re.match(r"([A-Za-z_]+):(.*)", line)
        if head:
            key, rest = head[1], head[2].strip()
            if rest.startswith("[") and rest.endswith("]"):
                found[key] = [value(part) for part in rest[1:-1].split(",") if part.strip()]
            elif rest in (">-", ">", "|", "|-"):
                found[key] = ""
            elif rest == "":
                found[key] = []
            else:
                found[key] = value(rest)
        elif key and re.match(r"\s*- ", line) and isinstance(found[key], list):
            item = line.strip()[2:]
            found[key].append("" if item in (">-", ">", "|", "|-") else value(item))
        elif key and line.startswith(" ") and isinstance(found[key], list) and found[key]:
            found[key][-1] = (found[key][-1] + " " + line.strip()).strip()
        elif key and line.startswith(" ") and isinstance(found[key], str):
            found[key] = (found[key] + " " + line.strip()).strip()
    return found


def document(text):
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0] != "---":
        return {}, []
    end = lines.index("---", 1)
    boxes, fence, section = [], None, ""
    for number, line in enumerate(lines, 1):
        if number <= end + 1:
            continue
        mark = re.match(r"\s*(```+|~~~+)", line)
        if mark and fence is None:
            fence = mark[1][:3]
        elif mark and line.strip().startswith(fence or "\0"):
            fence = None
        elif fence is None:
            heading = re.match(r"#+\s+(.*)", line)
            if heading:
                section = heading[1].lower()
            box = re.match(r"\s*[-*+] \[([ xX])\] \S", line)
            if box and ("acceptance" in section or "definition of done" in section):
                boxes.append([number, box[1] != " "])
    return fields(lines[1:end]), boxes


def main():
    archive = zipfile.ZipFile(sys.argv[1])
    tasks = {}
    for name in sorted(archive.namelist()):
        place = re.search(r"(?:^|/)backlog/((?:tasks|completed|archive/tasks)/[^/]+\.md)$", name)
        if not place or name.endswith("/readme.md"):
            continue
        stated, boxes = document(archive.read(name).decode("utf-8"))
        tasks[place[1]] = {"fields": stated, "boxes": boxes}
    print(json.dumps(tasks, ensure_ascii=False, sort_keys=True))


main()
