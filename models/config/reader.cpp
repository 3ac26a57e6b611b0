#include "models/config/reader.hpp"

#include <fmt/format.h>

namespace curtain::config {

void Reader::error(const Place& place, std::string_view message) {
  // An override's source says the path already.
  const bool is_said =
      path_.empty() || (place.line == 0 && place.source && *place.source == "--set " + path_);
  diagnostics_.add(place, is_said ? std::string(message) : fmt::format("{}: {}", path_, message));
}

void Reader::warn(const Place& place, std::string_view text) {
  warnings_.push_back({path_, std::string(text), place.to_string()});
}

std::string Reader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

Reader::Step::Step(Reader& reader, std::string_view key) : reader_(reader), length_(reader.path_.size()) {
  if (!reader.path_.empty()) {
    reader.path_ += '.';
  }
  reader.path_ += key;
}

Reader::Step::Step(Reader& reader, std::size_t index) : reader_(reader), length_(reader.path_.size()) {
  reader.path_ += fmt::format("[{}]", index);
}

const Place* Reader::given(const std::string& path) const {
  const auto found = given_.find(path);
  return found == given_.end() ? nullptr : &found->second;
}

void Reader::forget_items() {
  const std::string prefix = path_ + "[";
  auto position = given_.lower_bound(prefix);
  while (position != given_.end() && position->first.compare(0, prefix.size(), prefix) == 0) {
    position = given_.erase(position);
  }
}

const std::string& Reader::directory_for(const Place& place) const {
  return place.line == 0 ? current_ : directory_;
}

}  // namespace curtain::config
