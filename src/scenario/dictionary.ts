/**
 * What deflate may refer back to in a link. FROZEN: every link ever made needs these very bytes to be opened, so a test pins
 * their hash. A better dictionary is a new link version beside this one. What is likeliest stands last.
 */
const text = [
  "package local:demo;\n\nworld app {\n  import log: func(message: string);\n  export run: func() -> string;\n}\n",
  "interface types {\n  record item {\n    name: string,\n    value: u32,\n  }\n  variant error-code {\n    access,\n    other(string),\n  }\n",
  "  resource handle {\n    constructor();\n    read: func(length: u64) -> result<list<u8>, error-code>;\n    write: func(contents: list<u8>) -> result<_, error-code>;\n  }\n",
  "  enum kind { one, two }\n  flags permissions { read, write }\n  get: func(key: string) -> option<string>;\n  set: func(key: string, value: string) -> result;\n  list: func() -> list<tuple<string, string>>;\n}\n",
  "  import wasi:sockets/network@0.2.12;\n  import wasi:sockets/tcp@0.2.12;\n  import wasi:http/types@0.2.12;\n  import wasi:http/outgoing-handler@0.2.12;\n  export wasi:http/incoming-handler@0.2.12;\n",
  "  import wasi:random/random@0.2.12;\n  import wasi:clocks/monotonic-clock@0.2.12;\n  import wasi:clocks/wall-clock@0.2.12;\n  import wasi:filesystem/types@0.2.12;\n  import wasi:filesystem/preopens@0.2.12;\n",
  "  import wasi:io/error@0.2.12;\n  import wasi:io/poll@0.2.12;\n  import wasi:io/streams@0.2.12;\n  import wasi:cli/environment@0.2.12;\n  import wasi:cli/exit@0.2.12;\n  import wasi:cli/stdin@0.2.12;\n",
  "  import wasi:cli/stdout@0.2.12;\n  import wasi:cli/stderr@0.2.12;\n  include wasi:cli/imports@0.2.12;\n  include wasi:cli/command@0.2.12;\n  export wasi:cli/run@0.2.12;\n  use types.{error-code};\n",
  'import sys\nimport os\nwith open("/data/in.txt") as file:\n    for line in file.read().splitlines():\n        print(line)\nif __name__ == "__main__":\n    main()\ndef main():\n    return 0\n',
  '#include <stdio.h>\n#include <stdlib.h>\nint main(int argc, char **argv) {\n  printf("%s\\n", argv[1]);\n  return 0;\n}\nconsole.log(function const let => {});\n',
  '"TZ":"UTC","LANG":"C.UTF-8","USER":"user","HOME":"/home/user","PWD":"/","TERM":"xterm-256color","PATH":"/usr/local/bin:/usr/bin:/bin","DEBUG":"1","NAME":"',
  '"-c","-e","-o","-i","-h","-v","--help","--version","--verbose","--output","/out/","/tmp/","/work/","/src/","/etc/","input","output","config","test","hello","world",',
  '.wasm","sha256":"https://raw.githubusercontent.com/https://cdn.jsdelivr.net/npm/https://github.com/main/releases/download/"component":{"url":"https://',
  '{"request":{"method":"GET","path":"/","headers":{"content-type":"application/json","accept":"text/plain"},"body":"POST","status":200,"delayMs":',
  '"http":{"mode":"mock","rules":[{"method":"GET","url":"https://example.com/","status":200,"headers":{"content-type":"text/plain"},"body":"',
  '"functions":{"get":{"returns":["ok(\\"","err(","some(","none","true","false"]}}},"interface:acme:store/kv@1.0.0":{"mode":"mock",',
  '"invocation":{"call":"greet","arguments":"(\\"',
  '"limits":{"timeMs":60000,"memoryBytes":1073741824,"outputBytes":"traceEntries":',
  '"world":{"id":"none"},"world":{"id":"wasi:http/proxy@0.2.12"},"world":{"wit":"package ',
  '"sockets":{"mode":"deny"},"http":{"mode":"real"},"filesystem":{"mode":"deny"},"exit":{"mode":"deny"},"stderr":{"mode":"deny"},"stdout":{"mode":"deny"},"stdin":{"mode":"deny"},"environment":{"mode":"deny"},',
  '"bindings":{"wall-clock":{"mode":"deny"},"monotonic-clock":{"mode":"deny"},"random":{"mode":"deny"},"random":{"seed":1},"monotonic-clock":{"tickNs":0},"wall-clock":{"instant":"2024-01-01T00:00:00Z","tickNs":',
  '"bindings":{"wall-clock":{"mode":"real"},"monotonic-clock":{"mode":"real"},"random":{"mode":"real"}},',
  '"files":[{"mount":"/","tree":{"lib":{"tree":{}},"main.py":{"text":"',
  '"files":[{"mount":"/data","writable":true,"tree":{"in.txt":{"text":"hello\\n"},"data.bin":{"base64":"AAAA"},"sub":{"tree":{}}}}],',
  '"program":{"name":"app","arguments":["a","b"],"environment":{"GREETING":"hi"},"directory":"/data","stdin":{"text":"one\\ntwo\\n"}},',
  '{"version":1,"component":{"name":"app.wasm","sha256":"',
  '{"version":1,"component":{"demo":"hello"},"program":{"arguments":["',
].join("");

/** ASCII only, so that each character is one byte. */
export const dictionary: Uint8Array = Uint8Array.from(text, (character) => character.charCodeAt(0));
