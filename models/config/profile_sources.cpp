#include "models/config/profile_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "models/config/price_list.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

constexpr std::array<std::pair<std::string_view, Standing>, 7> kStandings = {{
    {"read", Standing::read},
    {"quoted", Standing::quoted},
    {"recalled", Standing::recalled},
    {"derived", Standing::derived},
    {"fitted", Standing::fitted},
    {"assumed", Standing::assumed},
    {"defined", Standing::defined},
}};

/// The form of a year, month or day, which is kept as text.
class DateTextForm : public Form<std::string> {
 public:
  void read(const Node& node, Reader& reader, std::string& value) const override {
    if (node.kind != Node::Kind::scalar || !parse_days(node.text)) {
      reader.error(node.place, fmt::format("expected a year, month or day such as 2018, 2018-07 or "
                                           "2018-07-11, found {}",
                                           node.describe()));
      return;
    }
    value = node.text;
  }
  [[nodiscard]] Node write(const std::string& value) const override { return Node::string(value); }
  [[nodiscard]] Node schema() const override {
    return std::move(Node::mapping().set("type", Node::string("string")));
  }
};

/// Checks that a figure that was read, quoted or recalled has a source and its date, and that an assumption
/// has its reason.
void check_source(const ProfileSource& source, const Node& node, Reader& reader) {
  const std::string standing(standing_name(source.standing));
  const Node* const given = node.find("standing");
  if (given == nullptr || given->text != standing || node.find("settings") == nullptr) {
    return;  // a missing or unknown key is reported elsewhere
  }
  const bool has_reason = source.standing == Standing::assumed || source.standing == Standing::defined;
  if (source.settings.empty()) {
    reader.error(node.place, "the list of settings is empty; name at least one setting of this profile");
  }
  if (has_reason && source.note.empty()) {
    reader.error(node.place,
                 fmt::format("standing: {} needs a note with the reason for the value", standing));
  }
  if (!has_reason && source.source.empty()) {
    reader.error(
        node.place,
        fmt::format("standing: {} needs a source: the text, page or data with the figure", standing));
  }
  if (!has_reason && source.standing != Standing::derived && node.find("date") == nullptr) {
    reader.error(node.place, fmt::format("standing: {} needs a date, such as date: 2018-07", standing));
  }
}

void collect_settings(const Node& node, const std::string& path, std::vector<SettingOfProfile>& settings) {
  if (node.kind != Node::Kind::mapping || node.entries.empty()) {
    settings.push_back({path, &node});
    return;
  }
  for (const Node::Entry& entry : node.entries) {
    collect_settings(entry.value, path + "." + entry.key, settings);
  }
}

}  // namespace

std::string_view standing_name(Standing standing) {
  return std::find_if(kStandings.begin(), kStandings.end(),
                      [standing](const auto& each) { return each.second == standing; })
      ->first;
}

std::shared_ptr<const FieldTable<ProfileText>> profile_text_fields() {
  static const auto fields = [] {
    const auto date = std::make_shared<DateTextForm>();
    std::vector<std::pair<std::string, Standing>> standings;
    for (const auto& [name, standing] : kStandings) {
      standings.emplace_back(name, standing);
    }
    using S = ProfileSource;
    auto source = std::make_shared<FieldTable<S>>();
    source
        ->add("settings", &S::settings, list_form(text_form(), "paths of settings"),
              "paths of settings of this profile, such as cold_start.vm_boot; a section means all of its "
              "settings",
              Need::required)
        .add("standing", &S::standing, choice_form(std::move(standings)),
             "how well the figures are known: the source was read, is quoted by a text that was read, or is "
             "recalled; derived from other figures; fitted to a measured log; assumed; or defined, if no "
             "platform was measured",
             Need::required)
        .add("date", &S::date, FormPtr<std::string>(date), "the time for which the figures are valid")
        .add("source", &S::source, text_form(true), "the text, page or data with the figures")
        .add("note", &S::note, text_form(true), "the derivation, or the reason for an assumption")
        .check(check_source);
    using T = ProfileText;
    auto table = std::make_shared<FieldTable<T>>(Layers::many);
    table->add("description", &T::description, text_form(true), "description of the profile")
        .add("date", &T::date, FormPtr<std::string>(date), "the time that the profile describes")
        .add("sources", &T::sources, list_form(FormPtr<S>(source), "sources"),
             "the sources of the settings of this profile")
        .add("not_yet", &T::not_yet, list_form(text_form(), "texts"),
             "behaviour of the platform that Curtain cannot simulate yet; the list replaces the list of the "
             "extended profile");
    return table;
  }();
  return fields;
}

std::vector<SettingOfProfile> settings_in(const Node& root) {
  const std::vector<std::string> texts = profile_text_fields()->names();
  std::vector<SettingOfProfile> settings;
  for (const Node::Entry& entry : root.entries) {
    const bool is_text = std::find(texts.begin(), texts.end(), entry.key) != texts.end();
    if (!is_text && entry.key != "extends") {
      collect_settings(entry.value, entry.key, settings);
    }
  }
  return settings;
}

bool is_within(std::string_view path, std::string_view section) {
  return path.substr(0, section.size()) == section &&
         (path.size() == section.size() || path[section.size()] == '.');
}

const ProfileSource* source_of(const std::vector<ProfileSource>& sources, std::string_view path) {
  const ProfileSource* best = nullptr;
  std::size_t longest = 0;
  for (const ProfileSource& source : sources) {
    for (const std::string& named : source.settings) {
      if (is_within(path, named) && named.size() > longest) {
        longest = named.size();
        best = &source;
      }
    }
  }
  return best;
}

void check_sources(const Node& root, Reader& reader) {
  const Node* const sources = root.find("sources");
  if (sources == nullptr) {
    return;
  }
  const std::vector<SettingOfProfile> set = settings_in(root);
  for (std::size_t i = 0; i < sources->items.size(); ++i) {
    const Node* const named = sources->items[i].find("settings");
    for (std::size_t k = 0; named != nullptr && k < named->items.size(); ++k) {
      const Node& path = named->items[k];
      const bool is_set = std::any_of(set.begin(), set.end(), [&path](const SettingOfProfile& setting) {
        return is_within(setting.path, path.text);
      });
      if (path.kind != Node::Kind::scalar || is_set) {
        continue;
      }
      std::vector<std::string> known;
      for (const SettingOfProfile& setting : set) {
        for (std::size_t dot = setting.path.find('.'); dot != std::string::npos;
             dot = setting.path.find('.', dot + 1)) {
          known.push_back(setting.path.substr(0, dot));
        }
        known.push_back(setting.path);
      }
      reader.error(
          path.place,
          fmt::format("sources[{}].settings[{}]: this profile does not set {}; name a setting of this "
                      "profile, not of the profile that it extends{}",
                      i, k, quote(path.text), did_you_mean(path.text, known)));
    }
  }
}

}  // namespace curtain::config
