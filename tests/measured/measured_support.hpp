#pragma once
// Common functions for the tests of measured logs, which read a log from its text.
#include <string>

#include "models/measured/read_measured.hpp"
#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

namespace support {

/// The log with this text, whose file has the name log.csv. The folder of the file no longer exists.
inline curtain::MeasuredLog measured_log(const std::string& text, const std::string& name = "log.csv") {
  const TemporaryFolder folder;
  return curtain::read_measured(folder.write(name, text));
}

/// The message of the error that reading the text causes, from the name of the file on.
inline std::string measured_error(const std::string& text) {
  try {
    measured_log(text);
  } catch (const curtain::MeasuredLogError& error) {
    const std::string message = error.what();
    return message.substr(std::min(message.find("log.csv"), message.size()));
  }
  return "";
}

/// The refusal with this number, from the name of the file on.
inline std::string refusal(const curtain::MeasuredLog& log, std::size_t number = 0) {
  REQUIRE(number < log.refusals.size());
  const std::string& what = log.refusals[number].what;
  return what.substr(what.rfind('/') + 1);
}

}  // namespace support
