#include "models/config/profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>

#include "models/config/document.hpp"
#include "models/config/field_table.hpp"
#include "models/config/files.hpp"
#include "models/config/platform_fields.hpp"
#include "models/config/profile_sources.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

constexpr std::size_t kLongestChain = 16;

/// The contents of a profile's file.
struct Profile {
  ProfileText text;
  std::string extends;
  PlatformParameters platform;
};

const FieldTable<Profile>& profile_fields() {
  static const auto fields = [] {
    auto table = std::make_unique<FieldTable<Profile>>(Layers::many);
    table
        ->add("extends", &Profile::extends, text_form(),
              "the profile that this profile extends; settings of this profile override the settings of the "
              "extended profile")
        .include(&Profile::text, profile_text_fields())
        .include(&Profile::platform, platform_fields());
    return table;
  }();
  return *fields;
}

struct Found {
  std::string name;  // the name of the profile, which does not depend on the path that the user has written
  std::string text;
  std::string directory;
};

std::vector<std::string> names_of_embedded() {
  std::vector<std::string> names;
  for (const EmbeddedProfile& profile : embedded_profiles()) {
    names.emplace_back(profile.name);
  }
  return names;
}

bool is_path(const std::string& name) {
  const auto ends_with = [&name](std::string_view end) {
    return name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
  };
  return name.find('/') != std::string::npos || ends_with(".yaml") || ends_with(".yml");
}

std::optional<Found> find_profile(const Node& node, const char* key, Reader& reader) {
  const Reader::Step step(reader, key);
  if (node.kind != Node::Kind::scalar || node.text.empty()) {
    reader.error(node.place,
                 fmt::format("expected the name of a profile or a path, found {}", node.describe()));
    return std::nullopt;
  }
  for (const EmbeddedProfile& profile : embedded_profiles()) {
    if (profile.name == node.text) {
      return Found{node.text, std::string(profile.text), reader.directory()};
    }
  }
  const auto names = names_of_embedded();
  if (!is_path(node.text)) {
    reader.error(node.place,
                 fmt::format("unknown platform profile {}; allowed: {}, or a path to a .yaml file{}",
                             quote(node.text), comma_list(names), did_you_mean(node.text, names)));
    return std::nullopt;
  }
  try {
    const std::string path = path_from(reader.directory_for(node.place), expand_environment(node.text));
    return Found{path, read_text_file(path), directory_of(path)};
  } catch (const std::invalid_argument& error) {
    reader.error(node.place, error.what());
  }
  return std::nullopt;
}

/// Reads the profile that `node` names, after the profiles that it extends. `key` is the key of `node`:
/// `platform` or `extends`. In messages, the keys of a profile have paths from the root of the profile. Each
/// profile is added to `layers`, after the profile that it extends, unless `layers` is null.
void read_chain(const Node& node, const char* key, Reader& reader, PlatformParameters& platform,
                std::vector<std::string>& chain, std::vector<ProfileLayer>* layers) {
  const std::optional<Found> found = find_profile(node, key, reader);
  if (!found) {
    return;
  }
  const bool is_circle = std::find(chain.begin(), chain.end(), found->name) != chain.end();
  chain.push_back(found->name);
  if (is_circle || chain.size() > kLongestChain) {
    const Reader::Step step(reader, key);
    reader.error(node.place,
                 fmt::format("{}: {}",
                             is_circle ? "these profiles extend each other in a circle"
                                       : "the chain of profiles that extend each other is too long",
                             fmt::join(chain, " -> ")));
    return;
  }
  const auto source = std::make_shared<const std::string>(found->name);
  const std::optional<Node> root = parse_document(found->text, source, reader.diagnostics());
  if (!root) {
    return;
  }
  const std::string directory = reader.directory();
  reader.set_directory(found->directory);
  if (const Node* extended = root->find("extends")) {
    read_chain(*extended, "extends", reader, platform, chain, layers);
  }
  Profile profile{{}, {}, std::move(platform)};
  profile_fields().read(*root, reader, profile);
  check_sources(*root, reader);
  platform = std::move(profile.platform);
  reader.set_directory(directory);
  if (layers != nullptr) {
    layers->push_back({found->name, std::move(profile.text), *root});
  }
}

}  // namespace

void read_profile(const Node& node, Reader& reader, PlatformParameters& platform) {
  std::vector<std::string> chain;
  read_chain(node, "platform", reader, platform, chain, nullptr);
}

std::vector<ProfileLayer> profile_layers(const Node& node, Reader& reader) {
  std::vector<std::string> chain;
  std::vector<ProfileLayer> layers;
  PlatformParameters platform = neutral_platform();
  read_chain(node, "platform", reader, platform, chain, &layers);
  if (reader.diagnostics()
          .empty()) {  // otherwise keys may be missing only because a profile could not be read
    platform_fields()->check_given(reader, node.place);
  }
  return layers;
}

}  // namespace curtain::config
