#pragma once
// What the tests of the program share: small scenarios, and what is the same in two outputs.
#include <string>

#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace support {

/// Some 3,000 invocations of one function on the platform of 2018, done in a blink.
inline const std::string kSmall =
    "name: small\n"
    "seed: 3\n"
    "duration: 1min\n"
    "platform: aws-lambda-2018\n"
    "workload:\n"
    "  - poisson: {tenant: shop, function: checkout, rate: 50/s, duration: {exponential: {mean: 100ms}}}\n";

/// Months of simulated time: it has to be interrupted.
inline const std::string kEndless =
    "name: endless\n"
    "duration: 4000h\n"
    "bin: 1h\n"
    "platform: ideal\n"
    "workload:\n"
    "  - poisson: {function: f, rate: 100000/s, duration: 1ms}\n";

/// What --json prints without what differs between machines, which stands last.
inline std::string without_run(const std::string& json) {
  const std::size_t at = json.rfind("\"run\": ");
  if (at == std::string::npos) {
    throw std::runtime_error("there is no `run` in the output");
  }
  return json.substr(0, at);
}

}  // namespace support
