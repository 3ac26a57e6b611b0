#pragma once
// A CSV file that is written row by row while a run goes on.
#include <string>
#include <string_view>

#include "tools/curtain/results/output_file.hpp"

namespace curtain::tools {

/// An OutputFile whose disk may be full without ending the run: the results are printed all the same, and
/// commit() says what was wrong.
class RowFile {
 public:
  /// As OutputFile's. `header` is the first line.
  RowFile(const std::string& path, const std::string& option, std::string_view header);

  void write(std::string_view row);
  /// Throws std::runtime_error if not all could be written.
  void commit();

 private:
  OutputFile file_;
  std::string failure_;
};

}  // namespace curtain::tools
