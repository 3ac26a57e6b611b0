#pragma once
// A file that is written piece by piece. The ending of its name selects the compression. It has a temporary
// name until it is complete.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "models/workload/text_output.hpp"
#include "tools/curtain/results/temporary_place.hpp"

namespace curtain::tools {

/// A file that is being written. The data are written to a temporary file in the same folder, which commit()
/// renames. Without commit() the temporary file is removed. The name "-" is standard output, which is written
/// directly. A file whose name ends in `.gz` is compressed with gzip (RFC 1952), and a file whose name ends
/// in `.zst` with zstd (RFC 8878). The memory does not depend on the amount of data.
class OutputFile : public TextOutput {
 public:
  /// Text is compressed and written in pieces of this size. If write() gets whole pieces, they are not
  /// copied.
  static constexpr std::size_t kPiece = std::size_t{1} << 18;
  /// The contents of a file. A name whose ending belongs to other contents is refused.
  enum class Content : std::uint8_t { csv, page, figure, other };

  /// Creates the file, and missing parent folders. Throws UsageError if `path`, which is the value of
  /// `option`, already exists or cannot be created.
  explicit OutputFile(std::string path, std::string option = "--out", Content content = Content::csv);
  ~OutputFile() override;

  /// Throws std::runtime_error if the bytes cannot be written, for example because the disk is full. commit()
  /// also throws this exception. Throws ReaderGone if standard output no longer has a reader.
  void write(std::string_view text) override;
  void commit() override;
  /// Lets commit() write these bytes over the first bytes of the file. Only for a file that is not compressed
  /// and is not standard output.
  void begin_with(std::string_view bytes) { head_ = bytes; }

  [[nodiscard]] const std::string& path() const { return path_; }
  /// The number of bytes of text so far, before compression.
  [[nodiscard]] std::uint64_t written() const { return written_; }

  /// Throws the UsageError that the constructor would throw. It is called before long work.
  static void check(const std::string& path, const std::string& option = "--out",
                    Content content = Content::csv);

 private:
  class Packer;
  class Plain;
  class Gzip;
  class Zstd;

  void pack();

  std::string path_;
  std::string option_;
  Content content_;
  std::optional<TemporaryPlace> temporary_;  ///< absent for standard output
  std::unique_ptr<Packer> packer_;
  std::string buffer_;
  std::string head_;
  std::uint64_t written_ = 0;
};

/// Thrown if the reader of standard output has closed the stream, as `| head` does. Nothing remains to be
/// done, and this is not an error.
struct ReaderGone {};

/// Must be called if a command may write its file `path` to standard output ("-"). In that case all other
/// output is printed on standard error. Throws UsageError if --json also writes to standard output. `option`
/// is the option with the value `path`.
void share_standard_output(const char* option, const std::string& path, bool json);

}  // namespace curtain::tools
