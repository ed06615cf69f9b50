// A small program of the kind people compile to WebAssembly: arguments, environment,
// the time, standard input, and files. Plain C and wasi-libc; nothing here is Orrery's.
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static int failures = 0;

static void complain(const char *what, const char *path) {
  fprintf(stderr, "notes: cannot %s %s: %s\n", what, path, strerror(errno));
  failures++;
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

// Lists a directory in the order of names, so that every host gives the same text.
static void list(const char *path, int depth) {
  DIR *directory = opendir(path);
  if (!directory) {
    complain("list", path);
    return;
  }
  char *names[256];
  size_t count = 0;
  for (struct dirent *entry; (entry = readdir(directory)) && count < 256;) {
    if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) names[count++] = strdup(entry->d_name);
  }
  closedir(directory);
  qsort(names, count, sizeof *names, by_name);
  for (size_t i = 0; i < count; i++) {
    char inner[1024];
    struct stat status;
    snprintf(inner, sizeof inner, "%s/%s", path, names[i]);
    if (stat(inner, &status)) {
      complain("look at", inner);
    } else if (S_ISDIR(status.st_mode)) {
      printf("%*s%s/\n", 2 + 2 * depth, "", names[i]);
      list(inner, depth + 1);
    } else {
      printf("%*s%s, %lld bytes\n", 2 + 2 * depth, "", names[i], (long long)status.st_size);
    }
    free(names[i]);
  }
}

static void write_text(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  if (!file) {
    complain("write", path);
    return;
  }
  if (fputs(text, file) < 0) complain("write", path);
  if (fclose(file)) complain("close", path);
}

int main(int argc, char **argv) {
  printf("%d argument%s:", argc - 1, argc == 2 ? "" : "s");
  for (int i = 1; i < argc; i++) printf(" [%s]", argv[i]);
  printf("\n");

  const char *greeting = getenv("GREETING");
  printf("GREETING is %s\n", greeting ? greeting : "not set");

  char when[32];
  time_t now = time(NULL);
  strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
  printf("The time is %s\n", when);

  char line[1024];
  char last[1024] = "";
  int lines = 0;
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    printf("Line %d of standard input: %s\n", ++lines, line);
    strcpy(last, line);
  }
  if (!lines) printf("Standard input is empty\n");

  char text[4096] = "";
  size_t length = 0;
  FILE *in = fopen("/data/in.txt", "r");
  if (in) {
    length = fread(text, 1, sizeof text - 1, in);
    fclose(in);
    text[length] = 0;
    printf("/data/in.txt holds %zu bytes: %.*s\n", length, (int)strcspn(text, "\n"), text);
  } else {
    complain("read", "/data/in.txt");
  }

  char out[8192];
  snprintf(out, sizeof out, "%s at %s\n%d lines of standard input, the last: %s\n%s", greeting ? greeting : "Written", when,
           lines, last, text);
  write_text("/data/out.txt", out);
  if (mkdir("/data/sub", 0777) && errno != EEXIST) complain("make", "/data/sub");
  write_text("/data/sub/when.txt", when);

  printf("/data now:\n");
  list("/data", 0);
  return failures ? 1 : 0;
}
