#pragma once
// A file that is written piece by piece, compressed according to its name, under a temporary name until it is
// complete.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "models/workload/text_output.hpp"
#include "tools/curtain/results/temporary_place.hpp"

namespace curtain::tools {

/// A file that is being written. The data go to a temporary file next to it, which commit() renames. Without
/// commit() the temporary file is removed. The name "-" is standard output, which is written directly. A name
/// that ends in `.gz` is compressed with gzip (RFC 1952), one in `.zst` with zstd (RFC 8878). Memory does not
/// depend on the amount of data.
class OutputFile : public TextOutput {
 public:
  /// Text is compressed and written in pieces of this size; a write() of whole pieces is not copied before.
  static constexpr std::size_t kPiece = std::size_t{1} << 18;
  /// What a file holds. A name whose ending promises something else is refused.
  enum class Content : std::uint8_t { csv, page, figure, other };

  /// Also creates missing parent folders. Throws UsageError if `path`, the value of `option`, already exists
  /// or cannot be created.
  explicit OutputFile(std::string path, std::string option = "--out", Content content = Content::csv);
  ~OutputFile() override;

  /// Throws std::runtime_error if the bytes cannot be written (a full disk); commit() does so, too. Throws
  /// ReaderGone if standard output no longer has a reader.
  void write(std::string_view text) override;
  void commit() override;
  /// commit() writes these bytes over the first ones, which write() has written. Only for a file that is
  /// neither compressed nor standard output.
  void begin_with(std::string_view bytes) { head_ = bytes; }

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Bytes of text so far, before compression.
  [[nodiscard]] std::uint64_t written() const { return written_; }

  /// Reports, before long work, the errors that the constructor would report after it.
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
  std::optional<TemporaryPlace> temporary_;  ///< none for standard output
  std::unique_ptr<Packer> packer_;
  std::string buffer_;
  std::string head_;
  std::uint64_t written_ = 0;
};

/// The reader of standard output has closed it, as `| head` does: nothing remains to be done, and this is not
/// an error.
struct ReaderGone {};

/// If a command writes its file `path` to standard output ("-"), its other output goes to standard error.
/// Throws UsageError if --json also writes to standard output; `option` is the option that `path` comes from.
void share_standard_output(const char* option, const std::string& path, bool json);

}  // namespace curtain::tools
