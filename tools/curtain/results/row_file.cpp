#include "tools/curtain/results/row_file.hpp"

#include <stdexcept>

namespace curtain::tools {

RowFile::RowFile(const std::string& path, const std::string& option, std::string_view header,
                 OutputFile::Content content)
    : file_(path, option, content) {
  write(header);
}

void RowFile::write(std::string_view row) {
  if (failure_.empty()) {
    try {
      file_.write(row);
    } catch (const std::runtime_error& error) {
      failure_ = error.what();
    }
  }
}

void RowFile::commit() {
  if (!failure_.empty()) {
    throw std::runtime_error(failure_);
  }
  file_.commit();
}

}  // namespace curtain::tools
