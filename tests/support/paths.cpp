#include "tests/support/paths.hpp"

namespace support {

std::string in_tree(const std::string& place) {
  return CURTAIN_SOURCE_DIR + place;
}

std::string program_path() {
  return CURTAIN_PROGRAM;
}

std::string heap_program_path() {
  return CURTAIN_HEAP_PROGRAM;
}

std::string plugin_folder() {
  return CURTAIN_PLUGINS "/";
}

}  // namespace support
