#pragma once
// Measured logs of the kinds that `curtain trace import` reads.
#include <string>

#include "models/import/log_format.hpp"
#include "models/measured/measured_log.hpp"

namespace curtain {

/// Adds the invocations of the file to `log`, and sets its kind and counts. Throws StreamError if the file
/// cannot be opened.
void read_imported(const std::string& path, const LogKind& kind, MeasuredLog& log);

}  // namespace curtain
