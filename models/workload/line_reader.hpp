#pragma once
// Trace files, line by line, through a buffer of a fixed size.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "models/workload/arrival.hpp"
#include "models/workload/byte_stream.hpp"

namespace curtain {

/// Reads the lines of a text file, which may be compressed (gzip, zstd). A byte-order mark is skipped; LF and
/// CRLF end a line; the last line may lack it. Memory does not depend on the file. Throws TraceError for what
/// is no readable text: no such file, a directory, an empty file, damaged or cut-off compressed data, an
/// archive of another kind, binary data (a zero byte), a line longer than kLongestLine.
class LineReader {
 public:
  static constexpr std::size_t kLongestLine = std::size_t{1} << 20;

  explicit LineReader(const std::string& path);

  /// Moves to the next line that is not blank; false at the end of the file. The line is valid until the next
  /// call, and the byte behind its end can be read and is neither a digit nor any other part of a field.
  bool next(std::string_view& line);

  /// Number of the present line, from 1; at the end, of the last.
  [[nodiscard]] std::uint64_t line_number() const { return line_number_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Throws TraceError for a place in the present line; `column` counts bytes from 1.
  [[noreturn]] void fail(std::size_t column, const std::string& what) const {
    fail_at(line_number_, column, what);
  }
  [[noreturn]] void fail_at(std::uint64_t line, std::size_t column, const std::string& what) const;

 private:
  bool read_more();
  /// Calls `action`, and reports a StreamError of it at the current line.
  template <class Action>
  auto telling(Action action) const;

  std::string path_;
  std::unique_ptr<ByteStream> stream_;
  std::unique_ptr<char[]> buffer_;
  std::size_t next_ = 0;       // start of what has not been handed out
  std::size_t size_ = 0;       // end of what has been read
  std::size_t zero_byte_ = 0;  // where one is in the buffer; size_ if none
  std::uint64_t line_number_ = 0;
  bool at_end_ = false;
};

/// `text` in quotation marks for a message: shortened, bytes that do not print as \xNN.
std::string in_quotes(std::string_view text);

}  // namespace curtain
