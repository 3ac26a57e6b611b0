#include "tools/curtain/standard_input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <system_error>

#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPieceRead = std::size_t{1} << 16;

[[noreturn]] void refuse_stream(const std::string& path, const std::string& why) {
  throw UsageError{spoken_path(path) + " cannot be read: " + why};
}

/// Returns the descriptor of a nameless file in the folder for temporary files.
int nameless_file() {
  std::error_code ignored;
  std::string name = (fs::temp_directory_path(ignored) / "curtain-XXXXXX").string();
  const int descriptor = mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) {
    throw UsageError{"no temporary file can be created in '" + fs::path(name).parent_path().string() +
                     "': " + std::generic_category().message(errno)};
  }
  unlink(name.c_str());
  return descriptor;
}

/// Copies all data from `from` to `to`. `path` is the name of `from` in messages.
void copy_all(int from, int to, const std::string& path) {
  std::array<char, kPieceRead> bytes{};
  while (true) {
    const ssize_t count = read(from, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      refuse_stream(path, errno == EBADF ? "it is closed" : std::generic_category().message(errno));
    }
    if (count == 0) {
      return;
    }
    for (ssize_t done = 0; done < count;) {
      const ssize_t written =
          write(to, bytes.data() + done, static_cast<std::size_t>(count) - static_cast<std::size_t>(done));
      if (written < 0 && errno != EINTR) {
        refuse_stream(path,
                      "its temporary file cannot be written: " + std::generic_category().message(errno));
      }
      done += written > 0 ? written : 0;
    }
  }
}

std::string spool(const std::string& path) {
  const bool is_standard = path == "-";
  if (is_standard && isatty(STDIN_FILENO) == 1) {
    fmt::print(stderr, "curtain: reading standard input until its end (Ctrl-D)\n");
  }
  const int from = is_standard ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (from < 0) {
    refuse_stream(path, std::generic_category().message(errno));
  }
  const int to = nameless_file();  // stays open until the program ends, because the path of the file is that
                                   // of the descriptor
  copy_all(from, to, path);
  if (!is_standard) {
    close(from);
  }
  return fmt::format("/proc/self/fd/{}", to);
}

}  // namespace

bool is_open_stream(const std::string& path) {
  if (path == "-") {
    return true;
  }
  const bool is_descriptor =
      path == "/dev/stdin" || path.starts_with("/dev/fd/") || path.starts_with("/proc/self/fd/");
  std::error_code error;
  const fs::file_type type = fs::status(path, error).type();
  return is_descriptor && !error && type != fs::file_type::regular && type != fs::file_type::directory;
}

std::string readable_place(const std::string& path) {
  static std::map<std::string, std::string> places;  // accessed by a single thread, before any run
  if (!is_open_stream(path)) {
    return path;
  }
  const auto found = places.find(path);
  return found != places.end() ? found->second : places.emplace(path, spool(path)).first->second;
}

std::string spoken_path(const std::string& path) {
  return path == "-" ? "standard input" : path;
}

}  // namespace curtain::tools
