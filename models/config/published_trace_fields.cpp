#include "models/config/published_trace_fields.hpp"

#include <fmt/format.h>

#include "models/config/adjustment_fields.hpp"
#include "models/config/files.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/trace_paths.hpp"
#include "models/config/trait_fields.hpp"

namespace curtain::config {
namespace {

/// The usual name of the metadata file for a file of invocations: x-metadata.csv for x.csv.
std::string metadata_beside(const std::string& path) {
  std::string stem = path;
  for (const std::string ending : {".gz", ".zst", ".csv"}) {
    if (stem.ends_with(ending)) {
      stem.resize(stem.size() - ending.size());
    }
  }
  for (const char* const packed : {"", ".gz", ".zst"}) {
    if (!why_unreadable(stem + "-metadata.csv" + packed)) {
      return stem + "-metadata.csv" + packed;
    }
  }
  return stem + "-metadata.csv";
}

/// `path`, which also sets the metadata file unless `metadata` is given.
Field<IluvatarTraceSpec> iluvatar_path() {
  const FormPtr<std::vector<std::string>> form = paths_form();
  Field<IluvatarTraceSpec> field{"path", "the file of invocations", Need::required, {}, {}, {}, {}};
  field.read = [form](const Node& node, Reader& reader, IluvatarTraceSpec& spec) {
    form->read(node, reader, spec.paths);
    if (!spec.paths.empty()) {
      spec.metadata = metadata_beside(spec.paths.front());
    }
  };
  field.write = [form](const IluvatarTraceSpec& spec) -> std::optional<Node> {
    return form->write(spec.paths);
  };
  field.schema = [form] { return form->schema(); };
  return field;
}

void check_iluvatar(const IluvatarTraceSpec& spec, const Node&, Reader& reader) {
  check_files(spec.paths, "path", reader);
  check_file(spec.metadata, "metadata", reader);
  const Place* const path = reader.given(reader.path_of("path"));
  if (path != nullptr && reader.given(reader.path_of("metadata")) == nullptr) {
    if (const auto reason = why_unreadable(spec.metadata)) {
      reader.error(*path,
                   fmt::format("the file of functions is missing: {}; name the file with the key 'metadata'",
                               *reason));
    }
  }
  const Place* const init = reader.given(reader.path_of("init"));
  if (init != nullptr && spec.cold_time_is_init) {
    const Reader::Step step(reader, "init");
    reader.error(*init,
                 "contradicts cold_time: init, which takes the initialisation time from the metadata; remove "
                 "the key, or set cold_time: ignore");
  }
}

}  // namespace

std::shared_ptr<const FieldTable<Huawei2025TraceSpec>> huawei_2025_fields() {
  using S = Huawei2025TraceSpec;
  auto table = std::make_shared<FieldTable<S>>();
  table->add(trace_format<S>("huawei-2025"))
      .add("path", &S::paths, paths_form(), "the files of a region, with one row per request", Need::required)
      .add_unless_default("region", &S::region, text_form(),
                          "prefix of the tenants' names, to distinguish regions")
      .add("reorder", &S::reorder, duration_form(),
           "how much earlier a row may be than the latest arrival in the rows above it; such rows are sorted")
      .add("origin", &S::origin_first_arrival, choice_form<bool>({{"zero", false}, {"first-arrival", true}}),
           "which time stamp of the file is time zero")
      .add("stamps", &S::stamps_are_ends, choice_form<bool>({{"ends", true}, {"starts", false}}),
           "whether time_frontend and time_worker are starts or ends of requests")
      .include(&S::traits, trait_fields())
      .check([](const S& spec, const Node&, Reader& reader) { check_files(spec.paths, "path", reader); });
  add_adjustment(*table);
  return table;
}

std::shared_ptr<const FieldTable<IluvatarTraceSpec>> iluvatar_fields() {
  using S = IluvatarTraceSpec;
  auto table = std::make_shared<FieldTable<S>>();
  table->add(trace_format<S>("iluvatar"))
      .add(iluvatar_path())
      .add("metadata", &S::metadata, path_form(),
           "the file of functions; default: the name of the first path with -metadata appended")
      .add("tenant", &S::tenant, text_form(), "the account that owns the functions")
      .add("cold_time", &S::cold_time_is_init, choice_form<bool>({{"init", true}, {"ignore", false}}),
           "init: the extra time of a cold run is the function's init; ignore: the extra time is not used")
      .add("origin", &S::origin_first_row, choice_form<bool>({{"zero", false}, {"first-row", true}}),
           "which time stamp of the file is time zero")
      .include(&S::traits, trait_fields())
      .check(check_iluvatar);
  add_adjustment(*table);
  return table;
}

}  // namespace curtain::config
