#pragma once
// A file that is written piece by piece: packed as its name says, under a temporary name until it is whole.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "models/workload/text_output.hpp"
#include "tools/curtain/results/temporary_place.hpp"

namespace curtain::tools {

/// A file under way. What is written goes to a temporary file beside it; commit() gives it its name. Without
/// commit() nothing stays. The name "-" is standard output, which is written as the bytes come. A name that
/// ends in `.gz` is packed with gzip (RFC 1952), one in `.zst` with zstd (RFC 8878). Memory does not depend
/// on what is written.
class OutputFile : public TextOutput {
 public:
  /// Makes missing folders above it, too. Throws UsageError if `path`, the value of `option`, already exists
  /// or cannot be made.
  explicit OutputFile(std::string path, std::string option = "--out");
  ~OutputFile() override;

  /// Throws std::runtime_error if the bytes cannot be written (a full disk), as does commit(); ReaderGone if
  /// standard output has no reader any more.
  void write(std::string_view text) override;
  void commit() override;

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Bytes of text so far, before they are packed.
  [[nodiscard]] std::uint64_t written() const { return written_; }

  /// Reports before long work the errors that the constructor would report after it.
  static void check(const std::string& path, const std::string& option = "--out");

 private:
  class Packer;
  class Plain;
  class Gzip;
  class Zstd;

  void pack();

  std::string path_;
  std::string option_;
  std::optional<TemporaryPlace> temporary_;  ///< none for standard output
  std::unique_ptr<Packer> packer_;
  std::string buffer_;
  std::uint64_t written_ = 0;
};

/// The reader of standard output has closed it, as `| head` does: there is nothing more to do, and nothing
/// wrong.
struct ReaderGone {};

/// Where a command writes its file `path` to standard output ("-"), prints the rest of what it has to say on
/// standard error. Throws UsageError if --json wants standard output, too; `option` is the option that `path`
/// is from.
void share_standard_output(const char* option, const std::string& path, bool json);

}  // namespace curtain::tools
