#pragma once
// Prints warnings once on standard error, and adds them to every report.
#include <cstddef>

#include "models/warning.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {

/// Prints the warnings from number `from` on to standard error, one per line. Prints nothing with --quiet.
void warn(const Warnings& warnings, const CommonOptions& options, std::size_t from = 0);

/// Prints the warnings as a section of a report on standard output. Prints nothing if there are no warnings.
void print_warnings(const Warnings& warnings);

/// Writes the warnings as an array of {where, setting, text}.
void write_warnings(const Warnings& warnings, sim::JsonWriter& json);

}  // namespace curtain::tools
