#pragma once
// A scenario with about 20,000 calls, to which a test adds the settings that it tests.

namespace support {

inline constexpr const char* kTwentyFunctions = R"(
name: small
seed: 7
duration: 20min
warmup: 2min
platform: aws-lambda-2018
policies: {keep_alive: {fixed: {timeout: 90s}}}
workload:
  - population: {functions: 20, rate: 15/s, duration: {exponential: {mean: 300ms}}, memory: {uniform: {min: 128MiB, max: 1024MiB}}}
)";

}  // namespace support
