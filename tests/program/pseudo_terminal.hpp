#pragma once
// Runs the program on its own terminal, like an interactive user.
#include <sys/ioctl.h>

#include <cstdio>
#include <cstring>
#include <functional>

#include "tests/support/paths.hpp"
#include "tests/support/program.hpp"

namespace support {

/// Returns the columns of a line in UTF-8, counting one for each code point.
inline std::size_t columns_of(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

struct Screen {
  unsigned short columns = 80;
  std::vector<std::pair<std::string, std::string>> environment;
  /// Whether standard output is the terminal too, or only standard error.
  bool shows_output = true;
  /// Called after each piece of output, with all output so far and the id of the process.
  std::function<void(const std::string&, pid_t)> watch;
  std::chrono::seconds longest{60};
};

struct Shown {
  int status = -1;
  int signal = 0;
  std::string text;  ///< everything written to the terminal, with its escape sequences
};

inline Shown on_terminal(const std::vector<std::string>& arguments, const Screen& screen) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) {
    // Fails if the system has no devpts, as in a chroot or container.
    throw std::runtime_error(
        std::string("this test needs a pseudo-terminal, and there is none: ") +
        (terminal < 0 ? "/dev/ptmx cannot be opened: " : "its other end cannot be made: ") +
        std::strerror(errno) +
        "; mount -t devpts -o ptmxmode=666 devpts /dev/pts && ln -sf pts/ptmx /dev/ptmx makes them");
  }
  const std::string name = ptsname(terminal);
  winsize size{};
  size.ws_row = 24;
  size.ws_col = screen.columns;
  ioctl(terminal, TIOCSWINSZ, &size);
  std::vector<std::string> words = {support::program_path()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  // The descriptor is also kept open here, so that output is not lost when the program ends.
  const int held = open(name.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
  const pid_t process = fork();
  if (process == 0) {
    const int end = open(name.c_str(), O_RDWR | O_NOCTTY);
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(screen.shows_output ? end : nowhere, STDOUT_FILENO);
    dup2(end, STDERR_FILENO);
    unsetenv("COLUMNS");
    unsetenv("NO_COLOR");
    setenv("TERM", "xterm-256color", 1);
    for (const auto& [key, value] : screen.environment) {
      setenv(key.c_str(), value.c_str(), 1);
    }
    execv(argv[0], argv.data());
    _exit(99);
  }
  Shown shown;
  const auto start = std::chrono::steady_clock::now();
  int status = 0;
  bool has_ended = false;
  fcntl(terminal, F_SETFL, O_NONBLOCK);
  while (true) {
    char bytes[4096];
    const ssize_t count = read(terminal, bytes, sizeof bytes);
    if (count > 0) {
      shown.text.append(bytes, static_cast<std::size_t>(count));
      if (screen.watch) {
        screen.watch(shown.text, process);
      }
      continue;
    }
    if (has_ended) {
      break;
    }
    has_ended = waitpid(process, &status, WNOHANG) == process;
    if (!has_ended && std::chrono::steady_clock::now() - start > screen.longest) {
      kill(process, SIGKILL);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  close(held);
  close(terminal);
  shown.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  shown.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return shown;
}

/// Returns the lines that were drawn over each other, without the sequences that remove the previous line.
inline std::vector<std::string> drawn_lines(const std::string& text) {
  const std::string begin = "\r\x1b[K";
  std::vector<std::string> lines;
  for (std::size_t at = text.find(begin); at != std::string::npos;) {
    const std::size_t next = text.find(begin, at + begin.size());
    lines.push_back(
        text.substr(at + begin.size(), next == std::string::npos ? next : next - at - begin.size()));
    at = next;
  }
  return lines;
}

}  // namespace support
