#include "models/config/workload_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "models/config/azure_cdfs_fields.hpp"
#include "models/config/distribution_form.hpp"
#include "models/config/field_table.hpp"
#include "models/config/generator_fields.hpp"
#include "models/config/huawei_2023_fields.hpp"
#include "models/config/measured_fields.hpp"
#include "models/config/population_draw.hpp"
#include "models/config/published_trace_fields.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/trace_fields.hpp"
#include "models/config/trait_fields.hpp"

namespace curtain::config {
namespace {

constexpr std::uint32_t kMostGeneratedFunctions = 1'000'000;  // this many functions use about 1.3 GB of
                                                              // memory
constexpr double kLargestZipfExponent = 10;
constexpr double kLeastWeight = 1e-9;
constexpr double kMostWeight = 1e9;
constexpr double kLongestLag = 3600e9;  // in nanoseconds

template <class T>
std::shared_ptr<FieldTable<T>> workload_table() {
  return std::make_shared<FieldTable<T>>();
}

FormPtr<Mebibytes> workload_memory() {
  return memory_form(1);
}

std::shared_ptr<const FieldTable<PoissonSpec>> poisson() {
  using S = PoissonSpec;
  auto table = workload_table<S>();
  table->add("tenant", &S::tenant, text_form(), "the account that owns the function")
      .add("function", &S::function, text_form(), "the function's name", Need::required)
      .add("rate", &S::rate, rate_form(), "arrival rate, such as 20/s", Need::required)
      .add("duration", &S::duration, time_distribution_form(), "duration of an execution, such as 120ms",
           Need::required)
      .add("memory", &S::memory, workload_memory(), "memory size of an instance")
      .include(&S::traits, trait_fields());
  return table;
}

/// One of the two keys for the exponent of Zipf's law. At most one of the two keys is written, and no key if
/// weights replace the exponent.
Field<PopulationSpec> exponent(const char* name, double high, bool is_written) {
  using S = PopulationSpec;
  Field<S> field{
      name, "exponent of Zipf's law for the functions' rates; 0: equal rates", Need::optional, {}, {}, {},
      {}};
  const FormPtr<double> form = number_form(0, high);
  field.read = [form](const Node& node, Reader& reader, S& spec) {
    form->read(node, reader, spec.zipf_exponent);
  };
  field.write = [form, is_written](const S& spec) -> std::optional<Node> {
    if (!is_written || !spec.weights.empty()) {
      return std::nullopt;
    }
    return form->write(spec.zipf_exponent);
  };
  field.schema = [form] { return form->schema(); };
  return field;
}

/// The group `popularity`, in which `zipf` is another name of zipf_exponent.
std::shared_ptr<const FieldTable<PopulationSpec>> popularity() {
  using S = PopulationSpec;
  auto table = workload_table<S>();
  table->add(exponent("zipf", kLargestZipfExponent, false))
      .add_unless_default("weights", &S::weights,
                          list_form(number_form(kLeastWeight, kMostWeight), "weights"),
                          "one weight for each function; the rates are proportional to the weights");
  return table;
}

void check_popularity(const PopulationSpec& spec, const Node& node, Reader& reader) {
  const auto place_of = [&](const char* key) { return reader.given(reader.path_of(key)); };
  const Place* popularity = place_of("popularity");
  if (popularity == nullptr) {
    return;
  }
  const bool has_zipf = place_of("popularity.zipf") != nullptr;
  const bool has_weights = place_of("popularity.weights") != nullptr;
  const bool has_exponent = place_of("zipf_exponent") != nullptr;
  const Reader::Step step(reader, "popularity");
  if (has_exponent) {
    reader.error(*popularity, "contradicts zipf_exponent; remove one of the two keys");
  } else if (has_zipf == has_weights) {
    reader.error(*popularity, "expected either the key 'zipf' or the key 'weights'");
  } else if (has_weights && node.find("functions") != nullptr && spec.weights.size() != spec.functions) {
    reader.error(*popularity, fmt::format("has {} weights for {} functions; each function needs one weight",
                                          spec.weights.size(), spec.functions));
  }
}

std::shared_ptr<const FieldTable<PopulationSpec>> population() {
  using S = PopulationSpec;
  S defaults;
  defaults.memory = sim::Distribution::constant(128);
  auto table = std::make_shared<FieldTable<S>>(Layers::one, std::move(defaults));
  table
      ->add("tenant", &S::tenant, text_form(),
            "the account; with several accounts, each name ends in a number")
      .add("tenants", &S::tenants, count_form(1, kMostGeneratedFunctions),
           "number of accounts, to which the functions are assigned in turn")
      .add("prefix", &S::prefix, text_form(), "functions are named <prefix>-<number>")
      .add("functions", &S::functions, count_form(1, kMostGeneratedFunctions), "number of functions",
           Need::required)
      .add("rate", &S::rate, rate_form(), "arrival rate of all functions together, such as 20/s",
           Need::required)
      .add(exponent("zipf_exponent", 20, true))
      .add_group("popularity", popularity(),
                 "how the rate is divided among the functions, by Zipf's law or by a list of weights")
      .add("duration", &S::duration, time_distribution_form(), "duration of an execution, such as 120ms",
           Need::required)
      .add("memory", &S::memory, memory_distribution_form(),
           "memory size of an instance, drawn once for each function")
      .include(&S::traits, trait_fields())
      .check(check_popularity);
  add_population_draw(*table);
  return table;
}

/// The keys of `correlated`, which include those of a population. By default all functions are called equally
/// often.
std::shared_ptr<const FieldTable<CorrelatedSpec>> correlated() {
  using S = CorrelatedSpec;
  S defaults;
  defaults.of.memory = sim::Distribution::constant(128);
  defaults.of.zipf_exponent = 0;
  auto table = std::make_shared<FieldTable<S>>(Layers::one, std::move(defaults));
  table->include(&S::of, population())
      .add("together", &S::together, share_form(),
           "the share of the least popular function's calls that arrive together with a call of every other "
           "function",
           Need::required)
      .add("lag", &S::lag, time_distribution_form(),
           "delay of each function's call after the common instant, drawn independently")
      .check([](const S& spec, const Node& node, Reader& reader) {
        check_popularity(spec.of, node, reader);
        const Place* lag = reader.given(reader.path_of("lag"));
        if (lag != nullptr && !(spec.lag.quantile(1) <= kLongestLag)) {
          const Reader::Step step(reader, "lag");
          reader.error(*lag, "may be longer than 1h; limit it with max");
        }
      });
  return table;
}

std::shared_ptr<const FieldTable<AzureLikeSpec>> azure_like() {
  using S = AzureLikeSpec;
  auto table = workload_table<S>();
  table->add("tenant", &S::tenant, text_form(), "the account that owns the functions")
      .add("functions", &S::functions, count_form(1, kMostGeneratedFunctions), "number of functions")
      .add("tenants", &S::tenants, count_form(0, kMostGeneratedFunctions),
           "number of accounts; the applications are assigned to the accounts in turn; 0: one account for "
           "each application")
      .add("scale", &S::scale, number_form(1e-9, 1e9), "multiplies every rate")
      .add("max_rate", &S::max_rate, number_form(1e-9, 1e9),
           "upper limit of a function's rate, in calls per second")
      .include(&S::traits, trait_fields());
  add_population_draw(*table);
  return table;
}

/// A kind of workload entry with its table of keys. `begin` and `find` hide the type of the entry's
/// specification, which is an alternative of the variant WorkloadSpec.
struct WorkloadKind {
  std::string name;
  std::string format;  ///< the format of a trace; empty for other kinds
  std::shared_ptr<const AnyForm> table;
  /// Sets `value` to this kind with the default values of the table. Returns a pointer to the specification
  /// in `value`.
  void* (*begin)(const AnyForm& table, WorkloadSpec& value);
  /// A pointer to the specification in `value`, or nullptr if `value` is of another kind.
  const void* (*find)(const WorkloadSpec& value);

  void read(const Node& node, Reader& reader, WorkloadSpec& value) const {
    table->read_at(node, reader, begin(*table, value));
    if (node.kind == Node::Kind::mapping) {
      table->check_given(reader, node.place);
    }
  }
  [[nodiscard]] std::optional<Node> write(const WorkloadSpec& value) const {
    const void* const found = find(value);
    return found == nullptr ? std::nullopt : table->write_at(found);
  }
};

template <class S>
WorkloadKind kind_of(const char* name, const char* format, std::shared_ptr<const FieldTable<S>> table) {
  return {name, format, std::move(table),
          [](const AnyForm& form, WorkloadSpec& value) -> void* {
            return &value.emplace<S>(static_cast<const FieldTable<S>&>(form).defaults());
          },
          [](const WorkloadSpec& value) -> const void* { return std::get_if<S>(&value); }};
}

const std::vector<WorkloadKind>& workload_kinds() {
  static const std::vector<WorkloadKind> kinds = {kind_of("poisson", "", poisson()),
                                                  kind_of("population", "", population()),
                                                  kind_of("correlated", "", correlated()),
                                                  kind_of("azure-like", "", azure_like()),
                                                  kind_of("renewal", "", renewal_fields()),
                                                  kind_of("timer", "", timer_fields()),
                                                  kind_of("mmpp", "", mmpp_fields()),
                                                  kind_of("on-off", "", on_off_fields()),
                                                  kind_of("curve", "", curve_fields()),
                                                  kind_of("diurnal", "", diurnal_fields()),
                                                  kind_of("closed-loop", "", closed_loop_fields()),
                                                  kind_of("batch", "", batch_fields()),
                                                  kind_of("cold-share", "", cold_share_fields()),
                                                  kind_of("measured", "", measured_fields()),
                                                  kind_of("trace", "csv", csv_fields()),
                                                  kind_of("trace", "azure-2019", azure_trace_fields()),
                                                  kind_of("trace", "azure-2021", azure_2021_fields()),
                                                  kind_of("trace", "huawei-2023", huawei_2023_fields()),
                                                  kind_of("trace", "huawei-2025", huawei_2025_fields()),
                                                  kind_of("trace", "iluvatar", iluvatar_fields()),
                                                  kind_of("trace", "azure2019-cdfs", azure_cdfs_fields())};
  return kinds;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const WorkloadKind& kind : workload_kinds()) {
    if (names.empty() || names.back() != kind.name) {
      names.push_back(kind.name);
    }
  }
  return names;
}

/// A suggestion for three mistakes: the keys are written next to their kind, the kind is written as a value,
/// or the kind is missing.
std::string reindented(const Node& node, const std::vector<std::string>& names) {
  const auto is_kind = [&names](const std::string& word) {
    return std::find(names.begin(), names.end(), word) != names.end();
  };
  if (node.entries.size() < 2) {
    return {};
  }
  const Node::Entry& first = node.entries.front();
  if (is_kind(first.key) && is_kind(node.entries[1].key)) {
    return "; begin each kind with '- ', as an item of its own";
  }
  if (is_kind(first.key)) {
    return first.value.kind == Node::Kind::null
               ? fmt::format("; indent {0} further than {1}, because {0} is a key of {1}",
                             node.entries[1].key, first.key)
               : "";
  }
  std::string kind = "poisson";
  std::string keys;
  for (const Node::Entry& entry : node.entries) {
    if (entry.value.kind == Node::Kind::scalar && is_kind(entry.value.text)) {
      kind = entry.value.text;
    } else {
      keys += (keys.empty() ? "" : ": .., ") + entry.key;
    }
  }
  return fmt::format("; write the kind first, with its keys below it, as {}: {{{}: ..}}", kind, keys);
}

class WorkloadForm : public Form<WorkloadSpec> {
 public:
  void read(const Node& node, Reader& reader, WorkloadSpec& value) const override {
    const std::vector<std::string> names = kind_names();
    if (node.kind != Node::Kind::mapping || node.entries.size() != 1) {
      reader.error(node.place,
                   fmt::format("expected one kind of workload ({}), found {}{}", comma_list(names),
                               node.entries.size() > 1 ? comma_list(node.keys()) : node.describe(),
                               reindented(node, names)));
      return;
    }
    const Node::Entry& entry = node.entries.front();
    std::vector<const WorkloadKind*> kinds;
    for (const WorkloadKind& kind : workload_kinds()) {
      if (kind.name == entry.key) {
        kinds.push_back(&kind);
      }
    }
    if (kinds.empty()) {
      reader.error(entry.key_place,
                   fmt::format("unknown kind of workload {}; allowed: {}{}", quote(entry.key),
                               comma_list(names), did_you_mean(entry.key, names)));
      return;
    }
    const Reader::Step step(reader, entry.key);
    const WorkloadKind* kind = kinds.size() == 1 ? kinds.front() : by_format(kinds, entry, reader);
    if (kind != nullptr) {
      kind->read(entry.value, reader, value);
    }
  }

  [[nodiscard]] Node write(const WorkloadSpec& value) const override {
    Node node = Node::mapping();
    for (const WorkloadKind& kind : workload_kinds()) {
      if (std::optional<Node> written = kind.write(value)) {
        node.set(kind.name, std::move(*written));
      }
    }
    return node;
  }

  [[nodiscard]] Node schema() const override {
    Node properties = Node::mapping();
    for (const WorkloadKind& kind : workload_kinds()) {
      if (Node* before = properties.find(kind.name)) {
        *before = schema_either(std::move(*before), kind.table->schema());
      } else {
        properties.set(kind.name, kind.table->schema());
      }
    }
    Node schema = Node::mapping();
    schema.set("type", Node::string("object")).set("properties", std::move(properties));
    schema.set("additionalProperties", Node::literal("false"));
    schema.set("minProperties", Node::literal("1")).set("maxProperties", Node::literal("1"));
    return schema;
  }

 private:
  static const WorkloadKind* by_format(const std::vector<const WorkloadKind*>& kinds,
                                       const Node::Entry& entry, Reader& reader) {
    std::vector<std::string> formats;
    for (const WorkloadKind* kind : kinds) {
      formats.push_back(kind->format);
    }
    const Node* format = entry.value.find("format");
    if (entry.value.kind != Node::Kind::mapping || format == nullptr) {
      const std::string instead =
          entry.value.kind == Node::Kind::scalar
              ? fmt::format("; write {}: {{format: csv, path: {}}}", entry.key, entry.value.text)
              : "";
      reader.error(entry.value.kind == Node::Kind::null ? entry.key_place : entry.value.place,
                   fmt::format("the key 'format' is missing: {}{}", one_of(formats), instead));
      return nullptr;
    }
    const Reader::Step step(reader, "format");
    const auto position = read_choice(*format, reader, formats);
    return position ? kinds[*position] : nullptr;
  }
};

}  // namespace

std::string workload_kind(const WorkloadSpec& spec) {
  for (const WorkloadKind& kind : workload_kinds()) {
    if (kind.find(spec) != nullptr) {
      return kind.name;
    }
  }
  return {};
}

FormPtr<WorkloadSpec> workload_form() {
  static const auto form = std::make_shared<WorkloadForm>();
  return form;
}

const sim::Distribution* duration_of(const WorkloadSpec& spec) {
  return std::visit(
      [](const auto& entry) -> const sim::Distribution* {
        if constexpr (requires { entry.of.duration.quantile(0); }) {
          return &entry.of.duration;
        } else if constexpr (requires { entry.duration.quantile(0); }) {
          return &entry.duration;
        } else {
          return nullptr;
        }
      },
      spec);
}

}  // namespace curtain::config
