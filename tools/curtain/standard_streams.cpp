#include "tools/curtain/standard_streams.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>

#include "models/workload/printable.hpp"

namespace curtain::tools {
namespace {

/// The descriptor to which output is written, and the first error.
struct Stream {
  int descriptor;
  bool is_filtered;
  bool has_colour;  // whether the text may contain the program's own escape sequences
  bool was_closed = false;
  int error = 0;
};

Stream& output_stream() {
  static Stream stream{STDOUT_FILENO, false, true};
  return stream;
}

Stream& error_stream() {
  static Stream stream{STDERR_FILENO, true, false};
  return stream;
}

/// Writes all bytes. Returns 0, or the error if not all bytes could be written.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {  // another process has made the descriptor non-blocking
      pollfd ready{descriptor, POLLOUT, 0};
      poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

/// The write function for fopencookie(). It accepts all bytes, even after an error.
ssize_t write_to_stream(void* cookie, const char* bytes, std::size_t size) {
  Stream& stream = *static_cast<Stream*>(cookie);
  if (stream.error == 0) {
    const std::string_view text(bytes, size);
    stream.error = write_all(stream.descriptor,
                             stream.is_filtered ? for_terminal(text, stream.has_colour) : std::string(text));
  }
  return static_cast<ssize_t>(size);
}

std::FILE* open_stream(Stream& stream, int buffering) {
  cookie_io_functions_t functions{};
  functions.write = write_to_stream;
  std::FILE* const file = fopencookie(&stream, "w", functions);
  if (file == nullptr) {
    throw std::runtime_error("there is no memory for standard output");
  }
  std::setvbuf(file, nullptr, buffering, BUFSIZ);
  return file;
}

/// If the descriptor is closed, opens a file that fails in the same way and has the same number.
bool take_if_closed(int descriptor) {
  if (fcntl(descriptor, F_GETFD) >= 0) {
    return false;
  }
  open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  return true;
}

/// The length of the program's own escape sequence at the beginning of the text, or 0. Such a sequence is a
/// colour (tools/curtain/text/terminal.cpp) or the return to the beginning of the line.
std::size_t own_sequence(std::string_view text, bool has_colour) {
  if (text.starts_with("\r\x1b[K")) {
    return 4;
  }
  for (const std::string_view own : {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m"}) {
    if (has_colour && text.starts_with(own)) {
      return own.size();
    }
  }
  return 0;
}

}  // namespace

std::string for_terminal(std::string_view text, bool has_colour) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t own = text.front() == '\n' ? 1 : own_sequence(text, has_colour);
    const std::size_t taken = own > 0 ? own : std::max<std::size_t>(1, utf8_length(text));
    shown += own > 0 ? std::string(text.substr(0, own)) : printable(text.substr(0, taken));
    text.remove_prefix(taken);
  }
  return shown;
}

void open_standard_streams() {
  take_if_closed(STDIN_FILENO);
  output_stream().was_closed = take_if_closed(STDOUT_FILENO);
  error_stream().was_closed = take_if_closed(STDERR_FILENO);
  // The streams are unbuffered. Each text is therefore passed on as a whole, and no multi-byte character is
  // split before it is checked.
  output_stream().is_filtered = isatty(STDOUT_FILENO) == 1;
  stdout = open_stream(output_stream(), output_stream().is_filtered ? _IONBF : _IOFBF);
  stderr = open_stream(error_stream(), _IONBF);
}

void print_on_standard_error() {
  std::fflush(stdout);
  output_stream().descriptor = STDERR_FILENO;
  output_stream().is_filtered = true;
}

std::string output_error() {
  std::fflush(stdout);
  const Stream& stream = output_stream();
  if (stream.error == 0 || stream.error == EPIPE || stream.descriptor != STDOUT_FILENO) {
    return {};
  }
  return stream.was_closed ? "it is closed" : std::generic_category().message(stream.error);
}

}  // namespace curtain::tools
