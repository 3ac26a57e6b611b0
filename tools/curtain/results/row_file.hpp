#pragma once
// A file that is written row by row during a run.
#include <string>
#include <string_view>

#include "tools/curtain/results/output_file.hpp"

namespace curtain::tools {

/// An OutputFile for which a full disk does not end the run. The results are still printed, and commit()
/// reports the error.
class RowFile {
 public:
  /// See OutputFile. `header` is the first line.
  RowFile(const std::string& path, const std::string& option, std::string_view header,
          OutputFile::Content content = OutputFile::Content::csv);

  void write(std::string_view row);
  /// See OutputFile.
  void begin_with(std::string_view bytes) { file_.begin_with(bytes); }
  /// Throws std::runtime_error if not all rows could be written.
  void commit();

 private:
  OutputFile file_;
  std::string failure_;
};

}  // namespace curtain::tools
