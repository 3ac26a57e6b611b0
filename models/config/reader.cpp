#include "models/config/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace curtain::config {
namespace {

constexpr std::size_t kMostPaths = 3;  // the maximum number of paths in a message

}  // namespace

void Reader::error(const Place& place, std::string_view message) {
  // The source of an override already contains the path, so the message does not repeat it.
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

std::string Reader::instead_of(const Node::Entry& entry, const std::vector<std::string>& known) const {
  const std::size_t colon = entry.key.find(':');
  if (colon != std::string::npos &&
      std::find(known.begin(), known.end(), entry.key.substr(0, colon)) != known.end()) {
    return fmt::format("; write '{}: {}', with a space after the colon", entry.key.substr(0, colon),
                       entry.key.substr(colon + 1));
  }
  const std::string here = did_you_mean(entry.key, known);
  if (!here.empty() && edit_distance(entry.key, nearest_name(entry.key, known)) <= 1) {
    return here;
  }
  // Collects the known keys that have the word as a part, such as "function_init" for "init".
  std::string longer;
  for (const std::string& key : known) {
    if (nearest_name(entry.key, known).empty() &&
        ("_" + key + "_").find("_" + entry.key + "_") != std::string::npos) {
      longer += (longer.empty() ? "'" : " or '") + key + "'";
    }
  }
  if (!longer.empty()) {
    return "; did you mean " + longer + "?";
  }
  // A key of the same name elsewhere in the scenario is a better suggestion than a similar key of this
  // mapping.
  std::vector<std::string> paths = elsewhere(entry.key);
  paths.erase(std::remove(paths.begin(), paths.end(), path_of(entry.key)), paths.end());
  const bool is_same_name = !paths.empty() && paths.front().ends_with(entry.key);
  if (!here.empty() && !is_same_name) {
    return here;
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(kMostPaths, paths.size()); ++i) {
    // Within a section, the user could mistake a path with a single key for a key of that section.
    const bool is_top_level = !path_.empty() && paths[i].find('.') == std::string::npos;
    text +=
        fmt::format("{}{}'{}'", i == 0 ? "" : " or ", is_top_level ? "the scenario's own " : "", paths[i]);
  }
  return text.empty() ? text : "; did you mean " + text + "?";
}

std::vector<std::string> Reader::elsewhere(const std::string& name) const {
  return elsewhere_ ? elsewhere_(name) : std::vector<std::string>{};
}

const std::string& Reader::directory_for(const Place& place) const {
  return place.line == 0 ? current_ : directory_;
}

}  // namespace curtain::config
