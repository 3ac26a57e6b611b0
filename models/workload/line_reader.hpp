#pragma once
// Reads trace files line by line, with a buffer of fixed size.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "models/workload/arrival.hpp"
#include "models/workload/byte_stream.hpp"

namespace curtain {

/// Reads the lines of a text file, which may be compressed (gzip, zstd). A byte-order mark is skipped. LF or
/// CRLF ends a line, and the last line may end without them. The memory does not depend on the size of the
/// file. Throws TraceError for a file that does not exist, is a directory or is empty, for damaged or
/// truncated compressed data, for an archive of another kind, for binary data (a zero byte), and for a line
/// longer than kLongestLine.
class LineReader {
 public:
  static constexpr std::size_t kLongestLine = std::size_t{1} << 20;

  explicit LineReader(const std::string& path);

  /// Moves to the next line that is not blank. Returns false at the end of the file. The line is valid until
  /// the next call. The byte after the line may be read; it is not a digit or any other part of a field.
  bool next(std::string_view& line);

  /// The number of the current line, from 1. At the end of the file, the number of the last line.
  [[nodiscard]] std::uint64_t line_number() const { return line_number_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Throws TraceError for a position in the current line. `column` counts bytes from 1.
  [[noreturn]] void fail(std::size_t column, const std::string& what) const {
    fail_at(line_number_, column, what);
  }
  [[noreturn]] void fail_at(std::uint64_t line, std::size_t column, const std::string& what) const;

 private:
  bool read_more();
  /// Calls `action`. If it throws a StreamError, the error is reported at the current line.
  template <class Action>
  auto telling(Action action) const;

  std::string path_;
  std::unique_ptr<ByteStream> stream_;
  std::unique_ptr<char[]> buffer_;
  std::size_t next_ = 0;       // start of the bytes that are not yet returned
  std::size_t size_ = 0;       // end of the bytes that were read
  std::size_t zero_byte_ = 0;  // position of a zero byte in the buffer, or size_ if there is none
  std::uint64_t line_number_ = 0;
  bool at_end_ = false;
};

/// `text` in quotation marks for a message. It is shortened, and bytes that cannot be printed are written as
/// \xNN.
std::string in_quotes(std::string_view text);

}  // namespace curtain
