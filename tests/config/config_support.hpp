#pragma once
// Common functions for the tests of models/config, which read a text for its errors and create temporary
// files.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "models/config/document.hpp"
#include "models/config/form.hpp"
#include "models/config/node_text.hpp"
#include "models/config/scenario.hpp"

namespace curtain::config::testing {

inline Source source_named(const std::string& name) {
  return std::make_shared<const std::string>(name);
}

/// Returns the errors of a scenario, or "" if there are none.
inline std::string errors_of(const std::string& text, const std::vector<Override>& overrides = {}) {
  try {
    parse_scenario(text, "s.yaml", overrides);
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return {};
}

/// Returns a tree from a valid text.
inline Node tree_of(const std::string& text) {
  Diagnostics diagnostics;
  auto node = parse_document(text, source_named("t.yaml"), diagnostics);
  diagnostics.throw_if_any();
  return node.value();
}

/// The result of reading a text by a form, and the reported errors.
template <class V>
std::pair<V, std::string> read_as(const Form<V>& form, const std::string& text, V value = {}) {
  Diagnostics diagnostics;
  Reader reader(diagnostics, "");
  const Node node = tree_of(text);
  form.read(node, reader, value);
  if (diagnostics.empty()) {
    form.check_given(reader, node.place);
  }
  return {std::move(value), diagnostics.text()};
}

/// Reads a text as a value, and writes the value as text.
template <class V>
std::string rewritten(const Form<V>& form, const std::string& text) {
  const auto [value, errors] = read_as(form, text);
  return errors.empty() ? to_yaml_flow(form.write(value)) : errors;
}

/// A folder. Its destructor removes it.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() /
              ("curtain-config-" + name + "-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string add(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Returns a valid scenario, with every kind of workload that needs no file.
inline const char* valid_scenario() {
  return R"(name: quickstart
description: "a shop, and some others"
seed: 42
duration: 1h
warmup: 10m
bin: 30s
platform: aws-lambda-2018
cluster:
  hosts: {count: 40, vcpus: 48, memory: 192GiB}
  topology:
    frontend: gate
    links: [{from: gate, to: spine, latency: 50us}, {from: spine, to: rack-1, latency: 1.5us}]
    racks: [rack-1, spine]
    host_link: 10us
lifetimes: {instance: {lognormal: {median: 6.2h, mean: 6.4h}, max: 8.3h}}
faults: {vm_crashes: [{at: 10min, vm: 3}], vm_time_to_crash: {weibull: {mean: 20h, sd: 10h}}, retry_backoff: 1s}
policies:
  placement: best-fit
  scaling: {queue-length: {per_instance: 2}}
  keep_alive: {fixed: {timeout: 10m}}
workload:
  - poisson:
      tenant: shop
      function: checkout
      rate: 20/s
      duration: {lognormal: {median: 120ms, sigma: 0.6}}
      memory: 256MiB
      timeout: 15min
      max_instances: 7
      init: {uniform: {min: 10ms, max: 20ms}}
  - population:
      functions: 10
      rate: 5/min
      duration: {exponential: {mean: 500ms}, max: 10s}
      memory: {empirical: {p0: 128MiB, p33.3: 200MiB, p50: 256MiB, p99.9: 1GiB}}
      concurrency_limit: 100
  - azure-like: {functions: 5, scale: 0.1, crash_retries: 2}
  - poisson: {function: "none", rate: 1e-3/s, duration: {samples: [1ms, 2ms, 5ms]}}
expect:
  - {metric: cold_start.ratio, at_most: 5%}
  - {metric: latency.p50_s, equals: 145ms, within: 5%, source: "table 3: warm, us-east-1"}
  - {metric: instances.peak, at_least: 1, at_most: 1e3}
)";
}

}  // namespace curtain::config::testing
