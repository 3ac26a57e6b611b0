#include "models/config/start_fields.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::errors_of;
using testing::rewritten;

namespace {

std::string starts_of(const std::string& starts, const std::string& more = "") {
  return "workload: [{timer: {function: f, every: 1min, duration: 1ms, memory: 1GiB}}]\nduration: 1h\n"
         "platform: ideal\ncold_start: {" +
         starts + "}\n" + more;
}

std::string start_warnings_of(const std::string& text) {
  std::string lines;
  for (const Warning& warning : parse_scenario(text, "s.yaml", {}).warnings) {
    lines += (lines.empty() ? "" : "\n") + warning.line();
  }
  return lines;
}

}  // namespace

TEST_CASE("the settings of starts are written and read again") {
  const std::string plain =
      "{vm_boot: 1ms, sandbox: 0s, code_download: 0s, runtime_start: 2s, function_init: 0s}";
  CHECK(rewritten(*cold_start_form(), plain) == plain);
  const std::string whole =
      "{vm_boot: 0s, sandbox: 0s, code_download: 0s, runtime_start: 2s, function_init: 0s, "
      "shared_stages: [{stage: runtime_start, per: host, capacity: 2.5}], init_timeout: 10s, "
      "reset_after_timeout: true}";
  CHECK(rewritten(*cold_start_form(), whole) == whole);
}

TEST_CASE("a shared stage needs a stage other than the boot of a VM, a place and a capacity of at least 1") {
  CHECK(errors_of(starts_of("shared_stages: [{stage: vm_boot, per: vm, capacity: 1}]"))
            .find("'vm_boot' is not an allowed value; allowed: sandbox, code_download, runtime_start, "
                  "function_init") != std::string::npos);
  CHECK(errors_of(starts_of("shared_stages: [{stage: sandbox, per: zone, capacity: 1}]"))
            .find("'zone' is not an allowed value; allowed: vm, host") != std::string::npos);
  CHECK(errors_of(starts_of("shared_stages: [{stage: sandbox, per: vm, capacity: 0.5}]")) ==
        "s.yaml:4:66: cold_start.shared_stages[0].capacity: '0.5' is too small; allowed: 1 to 1000000");
  CHECK(errors_of(starts_of("shared_stages: [{stage: sandbox, per: vm}]")).find("capacity") !=
        std::string::npos);
  CHECK(errors_of(
            starts_of("shared_stages: [{stage: sandbox, per: vm, capacity: 1}, {stage: sandbox, per: host, "
                      "capacity: 2}]")) ==
        "s.yaml:4:13: cold_start: shared_stages has two entries for the stage sandbox; remove one of the "
        "entries");
}

TEST_CASE("starts cannot share a download that other starts wait for") {
  CHECK(errors_of(starts_of("shared_stages: [{stage: code_download, per: host, capacity: 1}]",
                            "cluster: {code_cache: host}\n")) ==
        "s.yaml:4:31: cold_start.shared_stages[0].stage: starts cannot share the stage code_download if "
        "hosts keep "
        "code, because a start that waits for the download of another start must know when this download "
        "ends; set cluster.code_cache: none, or share runtime_start or function_init");
  CHECK(errors_of(
            starts_of("runtime_start: 1s, shared_stages: [{stage: runtime_start, per: host, capacity: 1}]",
                      "cluster: {code_cache: host}\n"))
            .empty());
}

TEST_CASE("settings of starts without an effect are warned about") {
  CHECK(start_warnings_of(starts_of("shared_stages: [{stage: sandbox, per: vm, capacity: 1}]")) ==
        "s.yaml:4:31: warning: cold_start.shared_stages[0].stage: has no effect: the stage sandbox takes no "
        "time; "
        "set cold_start.sandbox");
  CHECK(start_warnings_of(starts_of("sandbox: 1s, shared_stages: [{stage: sandbox, per: vm, capacity: 2}]",
                                    "cluster: {vms: {max_instances: 2}}\n")) ==
        "s.yaml:4:69: warning: cold_start.shared_stages[0].capacity: has no effect: a VM holds at most 2 "
        "instances, so all starts in a VM have full speed; type a capacity below 2, or per: host");
  CHECK(start_warnings_of(starts_of("function_init: 9s, runtime_start: 1s, init_timeout: 10s")) ==
        "s.yaml:4:52: warning: cold_start.init_timeout: has no effect: no initialisation (runtime_start and "
        "function_init) is longer; type a shorter limit");
  CHECK(start_warnings_of(starts_of("function_init: 9.1s, runtime_start: 1s, init_timeout: 10s")).empty());
  CHECK(
      start_warnings_of("workload: [{timer: {function: f, every: 1min, duration: 1ms, error_kind: crash}}]\n"
                        "duration: 1h\nplatform: ideal\n")
          .find("workload[0].timer.error_kind: has no effect: the function has no errors; set error_rate, or "
                "remove the key") != std::string::npos);
}
