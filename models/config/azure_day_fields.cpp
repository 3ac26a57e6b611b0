#include "models/config/azure_day_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "models/config/files.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

struct DayKind {
  const char* name;
  std::string AzureDay::*file;
};
constexpr std::array<DayKind, 3> kDayKinds{{{"invocations", &AzureDay::invocations},
                                            {"durations", &AzureDay::durations},
                                            {"memory", &AzureDay::memory}}};

std::shared_ptr<const FieldTable<AzureDay>> named_files() {
  auto table = std::make_shared<FieldTable<AzureDay>>();
  table
      ->add("invocations", &AzureDay::invocations, path_form(), "the file of counts per minute",
            Need::required)
      .add_unless_default("durations", &AzureDay::durations, path_form(), "the file of duration percentiles")
      .add_unless_default("memory", &AzureDay::memory, path_form(), "the file of memory percentiles");
  return table;
}

/// The number of the day in a file's name: the last digits before .csv, as in
/// invocations_per_function_md.anon.d01.csv.
std::optional<std::uint64_t> day_number(const std::string& name) {
  const std::string stem = name.substr(0, name.rfind(".csv"));
  const std::size_t last = stem.find_last_of("0123456789");
  if (last == std::string::npos) {
    return std::nullopt;
  }
  const std::size_t before = stem.find_last_not_of("0123456789", last);
  const std::size_t first = before == std::string::npos ? 0 : before + 1;
  constexpr std::size_t kMostDigits = 18;
  return last - first < kMostDigits ? std::optional(std::stoull(stem.substr(first, last - first + 1)))
                                    : std::nullopt;
}

/// Maps each day to the file of this kind in the folder; empty if the days cannot be distinguished.
std::optional<std::map<std::uint64_t, std::string>> day_files(const std::string& folder, const char* kind) {
  std::map<std::uint64_t, std::string> files;
  for (const std::string& name : csv_names_with(folder, kind)) {
    const auto number = day_number(name);
    if (!number || !files.try_emplace(*number, folder + (folder.back() == '/' ? "" : "/") + name).second) {
      return std::nullopt;
    }
  }
  return files;
}

/// One day is written as a path that determines its three files, or as a mapping with the names of the files.
class AzureDayForm : public Form<AzureDay> {
 public:
  void read(const Node& node, Reader& reader, AzureDay& value) const override {
    if (node.kind == Node::Kind::mapping) {
      named_->read(node, reader, value);
      named_->check_given(reader, node.place);
    } else {
      std::string path;
      path_form()->read(node, reader, path);
      value = azure_day_at(path);
    }
  }
  [[nodiscard]] Node write(const AzureDay& value) const override { return named_->write(value); }
  [[nodiscard]] Node schema() const override {
    return schema_either(path_form()->schema(), named_->schema());
  }

 private:
  std::shared_ptr<const FieldTable<AzureDay>> named_ = named_files();
};

FormPtr<std::vector<AzureDay>> days_form() {
  return list_form<AzureDay>(std::make_shared<AzureDayForm>(), "days");
}

}  // namespace

AzureDay azure_day_at(const std::string& path) {
  AzureDay day;
  for (const DayKind& kind : kDayKinds) {
    const bool is_needed = kind.file == &AzureDay::invocations;
    if (!is_directory(path)) {
      for (const char* const ending : {".csv", ".csv.gz", ".csv.zst"}) {
        const std::string file = path.empty() ? "" : path + "_" + kind.name + ending;
        if ((day.*kind.file).empty() && !file.empty() && !why_unreadable(file)) {
          day.*kind.file = file;
        }
      }
      if (is_needed && (day.*kind.file).empty() && !path.empty()) {
        day.*kind.file = path + "_" + kind.name + ".csv";
      }
      continue;
    }
    const std::size_t count = csv_names_with(path, kind.name).size();
    if (count == 1) {
      day.*kind.file = only_csv_with(path, kind.name);
    } else if (count > 1 || is_needed) {
      day.*kind.file = path;
    }
  }
  return day;
}

std::vector<AzureDay> azure_days_at(const std::string& path) {
  if (!is_directory(path) || csv_names_with(path, "invocations").size() < 2) {
    return {azure_day_at(path)};
  }
  const auto counts = day_files(path, "invocations");
  if (!counts) {
    return {azure_day_at(path)};
  }
  std::vector<AzureDay> days;
  const auto durations = day_files(path, "durations");
  const auto memory = day_files(path, "memory");
  const auto of = [&path](const auto& files, std::uint64_t number) {
    if (!files) {
      return path;
    }
    const auto found = files->find(number);
    return found == files->end() ? std::string() : found->second;
  };
  for (const auto& [number, file] : *counts) {
    days.push_back({file, of(durations, number), of(memory, number)});
  }
  return days;
}

std::optional<std::uint64_t> azure_day_number(const AzureDay& day) {
  return day_number(day.invocations.substr(day.invocations.rfind('/') + 1));
}

void set_azure_days(const std::vector<AzureDay>& days, AzureTraceSpec& spec) {
  if (!days.empty()) {
    static_cast<AzureDay&>(spec) = days.front();
    spec.later_days.assign(days.begin() + 1, days.end());
  }
}

Field<AzureTraceSpec> azure_days() {
  const FormPtr<std::vector<AzureDay>> form = days_form();
  Field<AzureTraceSpec> field{
      "days", "several days; each day is given by its path or by its three files", Need::optional, {}, {}, {},
      {}};
  field.read = [form](const Node& node, Reader& reader, AzureTraceSpec& spec) {
    std::vector<AzureDay> days;
    const std::size_t errors = reader.diagnostics().size();
    form->read(node, reader, days);
    if (days.empty() && reader.diagnostics().size() == errors) {
      reader.error(node.place, "the list of days is empty; write at least one day");
    }
    set_azure_days(days, spec);
  };
  field.write = [form](const AzureTraceSpec& spec) -> std::optional<Node> {
    if (spec.later_days.empty()) {
      return std::nullopt;
    }
    std::vector<AzureDay> days{static_cast<const AzureDay&>(spec)};
    days.insert(days.end(), spec.later_days.begin(), spec.later_days.end());
    return form->write(days);
  };
  field.schema = [form] { return form->schema(); };
  return field;
}

void check_azure_days(const AzureTraceSpec& spec, const char* key, Reader& reader) {
  const Place* const place = reader.given(reader.path_of(key));
  if (place == nullptr) {
    return;
  }
  for (const char* const other : {"path", "invocations", "durations", "memory"}) {
    const Place* const second = reader.given(reader.path_of(other));
    if (second != nullptr && std::string_view(other) != key) {
      const Reader::Step step(reader, other);
      reader.error(*second,
                   std::string_view(key) == "days"
                       ? "contradicts 'days', which names all files; remove one of the two keys"
                       : fmt::format("names a single file, but the folder of `path` has {} days; remove the "
                                     "key, or name the files of each day with the key 'days'",
                                     spec.later_days.size() + 1));
    }
  }
  std::vector<AzureDay> days{static_cast<const AzureDay&>(spec)};
  days.insert(days.end(), spec.later_days.begin(), spec.later_days.end());
  const Reader::Step step(reader, key);
  for (const DayKind& kind : kDayKinds) {
    const bool has_default = (kind.file == &AzureDay::durations && spec.default_duration) ||
                             (kind.file == &AzureDay::memory && spec.default_memory);
    const bool is_nowhere = std::all_of(days.begin(), days.end(),
                                        [&kind](const AzureDay& day) { return (day.*kind.file).empty(); });
    if (!spec.invocations.empty() && is_nowhere && !has_default && kind.file != &AzureDay::invocations) {
      reader.error(*place,
                   fmt::format("no day has a file of {}; name a file, or set {}", kind.name,
                               kind.file == &AzureDay::memory ? "default_memory" : "default_duration"));
    }
  }
  for (const AzureDay& day : days) {
    for (const DayKind& kind : kDayKinds) {
      const std::string& path = day.*kind.file;
      if (!path.empty() && is_directory(path)) {
        try {
          only_csv_with(path, kind.name);
        } catch (const std::invalid_argument& reason) {
          reader.error(*place, reason.what());
        }
      } else if (!path.empty()) {
        if (const auto reason = why_unreadable(path)) {
          reader.error(*place, *reason);
        }
      }
    }
  }
}

}  // namespace curtain::config
