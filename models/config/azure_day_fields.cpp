#include "models/config/azure_day_fields.hpp"

#include <array>
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
      ->add("invocations", &AzureDay::invocations, path_form(), "the file of counts a minute", Need::required)
      .add("durations", &AzureDay::durations, path_form(), "the file of duration percentiles", Need::required)
      .add("memory", &AzureDay::memory, path_form(), "the file of memory percentiles", Need::required);
  return table;
}

/// One day: a path that stands for its files, or their names.
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
    if (!is_directory(path)) {
      day.*kind.file = path.empty() ? "" : path + "_" + kind.name + ".csv";
      continue;
    }
    try {
      day.*kind.file = only_csv_with(path, kind.name);
    } catch (const std::invalid_argument&) {
      day.*kind.file = path;
    }
  }
  return day;
}

Field<AzureTraceSpec> azure_days() {
  const FormPtr<std::vector<AzureDay>> form = days_form();
  Field<AzureTraceSpec> field{
      "days", "several days, each as its path or its three files", Need::optional, {}, {}, {}, {}};
  field.read = [form](const Node& node, Reader& reader, AzureTraceSpec& spec) {
    std::vector<AzureDay> days;
    const std::size_t errors = reader.diagnostics().size();
    form->read(node, reader, days);
    if (days.empty() && reader.diagnostics().size() == errors) {
      reader.error(node.place, "the list is empty; at least one day is needed");
    }
    if (!days.empty()) {
      static_cast<AzureDay&>(spec) = days.front();
      spec.later_days.assign(days.begin() + 1, days.end());
    }
  };
  field.write = [form](const AzureTraceSpec& spec) -> std::optional<Node> {
    if (spec.later_days.empty()) {
      return std::nullopt;
    }
    std::vector<AzureDay> days{{spec.invocations, spec.durations, spec.memory}};
    days.insert(days.end(), spec.later_days.begin(), spec.later_days.end());
    return form->write(days);
  };
  field.schema = [form] { return form->schema(); };
  return field;
}

void check_azure_days(const AzureTraceSpec& spec, Reader& reader) {
  const Place* const place = reader.given(reader.path_of("days"));
  if (place == nullptr) {
    return;
  }
  for (const char* const other : {"path", "invocations", "durations", "memory"}) {
    if (const Place* const second = reader.given(reader.path_of(other))) {
      const Reader::Step step(reader, other);
      reader.error(*second, "contradicts days, which names all files; leave one of them out");
    }
  }
  std::vector<AzureDay> days{{spec.invocations, spec.durations, spec.memory}};
  days.insert(days.end(), spec.later_days.begin(), spec.later_days.end());
  const Reader::Step step(reader, "days");
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
