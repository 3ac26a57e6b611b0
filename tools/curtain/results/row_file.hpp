#pragma once
// A CSV file that is written row by row while a run goes on.
#include <string>
#include <string_view>

#include "tools/curtain/results/output_file.hpp"

namespace curtain::tools {

/// An OutputFile for which a full disk does not end the run: the results are still printed, and commit()
/// reports the error.
class RowFile {
 public:
  /// See OutputFile. `header`: the first line.
  RowFile(const std::string& path, const std::string& option, std::string_view header);

  void write(std::string_view row);
  /// Throws std::runtime_error if not all rows could be written.
  void commit();

 private:
  OutputFile file_;
  std::string failure_;
};

}  // namespace curtain::tools
