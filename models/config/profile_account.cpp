#include "models/config/profile_account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "models/config/node_text.hpp"
#include "models/config/platform_fields.hpp"
#include "models/config/profile.hpp"

namespace curtain {
namespace {

using config::Node;
using config::ProfileLayer;

/// Collects the settings of the schema that have a single value. Mappings within such a setting, such as a
/// distribution, are parts of its value. A section contains further settings.
void collect_whole_settings(const Node& schema, const std::string& above, std::vector<std::string>& paths) {
  const Node* const properties = schema.find("properties");
  if (properties == nullptr) {
    paths.push_back(above);
    return;
  }
  for (const Node::Entry& entry : properties->entries) {
    collect_whole_settings(entry.value, above.empty() ? entry.key : above + "." + entry.key, paths);
  }
}

/// The paths of the settings of a platform that are replaced as a whole, in the order of the schema.
std::vector<std::string> whole_settings() {
  std::vector<std::string> paths;
  collect_whole_settings(config::platform_fields()->schema(), "", paths);
  return paths;
}

/// The setting in `wholes` that contains `path`, or `path` itself if there is none.
std::string_view whole_of(const std::vector<std::string>& wholes, std::string_view path) {
  for (const std::string& whole : wholes) {
    if (config::is_within(path, whole)) {
      return whole;
    }
  }
  return path;
}

/// Adds the settings of a profile, which replace the same settings of earlier profiles. A price era replaces
/// all numbers of `billing`.
void lay_over(const ProfileLayer& layer, const std::vector<std::string>& wholes,
              std::vector<ProfileFigure>& figures) {
  const std::vector<config::SettingOfProfile> set = config::settings_in(layer.root);
  std::vector<std::string_view> replaced;
  for (const config::SettingOfProfile& setting : set) {
    const std::string_view whole = whole_of(wholes, setting.path);
    replaced.push_back(whole == "billing.prices" ? std::string_view("billing") : whole);
  }
  std::erase_if(figures, [&replaced](const ProfileFigure& figure) {
    return std::any_of(replaced.begin(), replaced.end(),
                       [&figure](std::string_view whole) { return config::is_within(figure.path, whole); });
  });
  for (const config::SettingOfProfile& setting : set) {
    const config::ProfileSource* const source = config::source_of(layer.text.sources, setting.path);
    figures.push_back({setting.path, config::to_yaml_flow(*setting.value), layer.name,
                       source == nullptr ? config::ProfileSource{} : *source});
  }
}

/// The settings without a figure. A section is listed by its name if none of its settings has a figure.
std::vector<std::string> without_figures(const std::vector<std::string>& wholes,
                                         const std::vector<ProfileFigure>& figures) {
  const auto has_figure = [&figures](std::string_view section) {
    return std::any_of(figures.begin(), figures.end(), [section](const ProfileFigure& figure) {
      return config::is_within(figure.path, section);
    });
  };
  std::vector<std::string> neutral;
  for (const std::string& whole : wholes) {
    std::string section = whole;
    for (std::size_t dot = whole.find('.'); dot != std::string::npos; dot = whole.find('.', dot + 1)) {
      if (!has_figure(whole.substr(0, dot))) {
        section = whole.substr(0, dot);
        break;
      }
    }
    // A price era sets all numbers of `billing`.
    const bool is_priced = config::is_within(section, "billing") && has_figure("billing.prices");
    const bool is_listed = is_priced || (!neutral.empty() && neutral.back() == section);
    if (!has_figure(section) && !is_listed) {
      neutral.push_back(section);
    }
  }
  return neutral;
}

}  // namespace

ProfileAccount account_of_profile(const std::string& name) {
  config::Diagnostics diagnostics;
  config::Reader reader(diagnostics, "");
  Node node = Node::word(name);
  node.place.source = std::make_shared<const std::string>(name);
  const std::vector<ProfileLayer> layers = config::profile_layers(node, reader);
  diagnostics.throw_if_any();
  const std::vector<std::string> wholes = whole_settings();
  ProfileAccount account;
  account.name = layers.back().name;
  account.description = layers.back().text.description;
  account.date = layers.back().text.date;
  for (const ProfileLayer& layer : layers) {
    lay_over(layer, wholes, account.figures);
    if (layer.root.find("not_yet") != nullptr) {
      account.not_yet = layer.text.not_yet;
    }
  }
  for (std::size_t i = layers.size() - 1; i > 0; --i) {
    account.extends.push_back(layers[i - 1].name);
  }
  const auto order = [&wholes](const ProfileFigure& figure) {
    return std::find(wholes.begin(), wholes.end(), whole_of(wholes, figure.path)) - wholes.begin();
  };
  std::stable_sort(account.figures.begin(), account.figures.end(),
                   [&order](const ProfileFigure& a, const ProfileFigure& b) { return order(a) < order(b); });
  account.neutral = without_figures(wholes, account.figures);
  return account;
}

}  // namespace curtain
