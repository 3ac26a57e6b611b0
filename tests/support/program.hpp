#pragma once
// Runs the built `curtain` program as a user would, in its own process and with its own limits.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/support/paths.hpp"

namespace support {

using Words = std::vector<std::string>;

#if defined(__SANITIZE_ADDRESS__)
#define CURTAIN_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CURTAIN_ADDRESS_SANITIZER 1
#endif
#endif
/// Whether limits on the memory of the program apply. AddressSanitizer reserves terabytes of addresses and
/// keeps released memory for some time, so memory is neither limited nor checked under this sanitizer.
#if defined(CURTAIN_ADDRESS_SANITIZER)
inline constexpr bool kMemoryIsChecked = false;
#else
inline constexpr bool kMemoryIsChecked = true;
#endif

/// A folder for one test. Its destructor removes the folder.
class Folder {
 public:
  Folder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "curtain-test-").string() + std::string(6, 'X');
    if (mkdtemp(pattern.data()) == nullptr) {
      throw std::runtime_error("no temporary folder");
    }
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(*this / name, std::ios::binary) << text;
    return *this / name;
  }
  /// Names of its contents, in alphabetical order.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  std::string path_;
};

inline std::string read_file(const std::string& path) {
  const std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw std::runtime_error("'" + path + "' cannot be read");
  }
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The results of a process.
struct Ended {
  int status = -1;  ///< exit status; -1 if a signal ended it
  int signal = 0;   ///< the signal that ended it, or 0
  std::string out;
  std::string err;
  std::uint64_t peak_bytes = 0;  ///< largest resident memory
};

/// The reader of the program's output: the test, a reader that has closed the pipe, or a reader that stops
/// reading.
enum class Reader { all, gone, stuck };

/// The settings of the process. The defaults are those of a user's shell, with limits that no test should
/// reach.
struct Surroundings {
  std::string program = support::program_path();
  std::string folder;           ///< current folder of the program; empty means the current folder of the test
  std::string output;           ///< standard output goes to this file instead of Ended::out
  std::string error;            ///< standard error goes to this file instead of Ended::err
  std::string input;            ///< content of standard input, which is a file
  std::vector<int> closed;      ///< descriptors that are closed when the program starts
  Reader reader = Reader::all;  ///< how the test reads standard output
  std::vector<std::pair<std::string, std::string>> environment;
  std::optional<std::uint64_t> largest_file;  ///< largest size of a file that the program may write
  std::chrono::seconds longest{60};           ///< the program is killed after this time
  std::uint64_t memory = std::uint64_t{1} << 30;
};

/// One process of the program. wait() must be called.
class Running {
 public:
  Running(const std::vector<std::string>& arguments, const Surroundings& how) : how_(how) {
    std::vector<std::string> words = {how.program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) {
      argv.push_back(word.data());
    }
    argv.push_back(nullptr);
    const std::string out = how.output.empty() ? streams_ / "out" : how.output;
    const std::string err = how.error.empty() ? streams_ / "err" : how.error;
    streams_.write("in", how.input);
    start_ = std::chrono::steady_clock::now();
    if (how.reader != Reader::all) {
      if (pipe2(pipe_, O_CLOEXEC) != 0 || fcntl(pipe_[1], F_SETPIPE_SZ, 4096) < 0) {
        throw std::runtime_error("cannot make a pipe");
      }
      if (how.reader == Reader::gone) {
        close(pipe_[0]);
      }
    }
    int begun[2];
    if (pipe2(begun, O_CLOEXEC) != 0) {
      throw std::runtime_error("cannot make a pipe");
    }
    process_ = fork();
    if (process_ < 0) {
      throw std::runtime_error("cannot fork");
    }
    if (process_ == 0) {
      become(argv, out, err);
    }
    // The pipe is closed when the program replaces this process, whose signal handlers are not those of the
    // program.
    close(begun[1]);
    char nothing = 0;
    while (read(begun[0], &nothing, 1) < 0 && errno == EINTR) {
    }
    close(begun[0]);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  void send(int signal) const { kill(process_, signal); }

  /// Returns whether the program has installed a signal handler, according to the kernel.
  [[nodiscard]] bool catches(int signal) const {
    std::ifstream file("/proc/" + std::to_string(process_) + "/status");
    for (std::string line; std::getline(file, line);) {
      if (line.rfind("SigCgt:", 0) == 0) {
        return (std::stoull(line.substr(7), nullptr, 16) >> (signal - 1) & 1) != 0;
      }
    }
    return false;
  }
  [[nodiscard]] double cpu_seconds() const {
    clockid_t clock{};
    timespec used{};
    if (clock_getcpuclockid(process_, &clock) != 0 || clock_gettime(clock, &used) != 0) {
      return 0;
    }
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
  }
  /// Waits until `condition` holds. Returns false if it does not hold within the program's time limit.
  template <class Condition>
  bool until(const Condition& condition) const {
    while (!condition()) {
      if (std::chrono::steady_clock::now() - start_ > how_.longest) {
        return false;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
  }

  Ended wait() {
    Ended ended;
    rusage use{};
    int status = 0;
    bool late = false;
    while (wait4(process_, &status, WNOHANG, &use) == 0) {
      if (!late && std::chrono::steady_clock::now() - start_ > how_.longest) {
        late = true;
        kill(process_, SIGKILL);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    if (how_.reader != Reader::all) {
      close(pipe_[1]);
      if (how_.reader == Reader::stuck) {
        close(pipe_[0]);
      }
    }
    ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    ended.out = how_.output.empty() ? read_file(streams_ / "out") : "";
    ended.err = how_.error.empty() ? read_file(streams_ / "err") : "";
    ended.peak_bytes = static_cast<std::uint64_t>(use.ru_maxrss) * 1024;
    if (late) {
      ended.err += "\nkilled by the test: it took too long";
    }
    return ended;
  }

 private:
  [[noreturn]] void become(const std::vector<char*>& argv, const std::string& out,
                           const std::string& err) const {
    const auto open_as = [](const std::string& path, int stream) {
      const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
      if (file < 0 || dup2(file, stream) < 0) {
        _exit(99);
      }
    };
    open_as(out, STDOUT_FILENO);
    open_as(err, STDERR_FILENO);
    const int in = open((streams_ / "in").c_str(), O_RDONLY | O_CLOEXEC);
    if (in < 0 || dup2(in, STDIN_FILENO) < 0) {
      _exit(99);
    }
    if (how_.reader != Reader::all && dup2(pipe_[1], STDOUT_FILENO) < 0) {
      _exit(99);
    }
    for (const int descriptor : how_.closed) {
      close(descriptor);
    }
    if (!how_.folder.empty() && chdir(how_.folder.c_str()) != 0) {
      _exit(99);
    }
    for (const auto& [name, value] : how_.environment) {
      setenv(name.c_str(), value.c_str(), 1);
    }
    if constexpr (kMemoryIsChecked) {
      const rlimit memory{how_.memory, how_.memory};
      setrlimit(RLIMIT_AS, &memory);
    }
    if (how_.largest_file) {
      const rlimit size{*how_.largest_file, *how_.largest_file};
      setrlimit(RLIMIT_FSIZE, &size);
    }
    execv(argv[0], argv.data());
    _exit(99);
  }

  Surroundings how_;
  Folder streams_;
  int pipe_[2] = {-1, -1};
  std::chrono::steady_clock::time_point start_;
  pid_t process_ = -1;
};

inline Ended curtain(const std::vector<std::string>& arguments, const Surroundings& how = {}) {
  return Running(arguments, how).wait();
}

/// Runs the same command with a heap instead of the calendar.
inline Ended curtain_on_heap(const std::vector<std::string>& arguments) {
  Surroundings how;
  how.program = support::heap_program_path();
  return Running(arguments, how).wait();
}

}  // namespace support
