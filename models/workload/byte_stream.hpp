#pragma once
// The bytes of a trace file, unpacked on the way if it is compressed.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace curtain {

/// A fault of a file; the caller reports it with the file's name.
class StreamError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads a file from its start to its end. What its first bytes show to be gzip (RFC 1952) or zstd (RFC 8878)
/// is unpacked as it is read, with all members or frames it has; names do not matter. Memory does not depend
/// on the file. Throws StreamError for a file that cannot be opened or read, a directory, a kind of archive
/// that is not read, and compressed data that is damaged or cut off, with the position in the file.
class ByteStream {
 public:
  explicit ByteStream(const std::string& path);
  ~ByteStream();

  /// Reads at most `size` bytes, `size` > 0; 0 means the end.
  std::size_t read(char* out, std::size_t size);

 private:
  class Unpacker;
  class Gzip;
  class Zstd;
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::size_t read_packed(char* out, std::size_t size);
  /// Reads more of the file behind what is left of it; false at its end.
  bool refill();

  std::unique_ptr<std::FILE, Close> file_;
  std::unique_ptr<Unpacker> unpacker_;  // none for plain text
  std::unique_ptr<unsigned char[]> buffer_;
  std::size_t next_ = 0;    // start of what has not been used
  std::size_t size_ = 0;    // end of what has been read
  std::uint64_t used_ = 0;  // bytes of the file before the buffer's
};

}  // namespace curtain
