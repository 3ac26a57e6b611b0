#pragma once
// Warnings for people and for scripts: once on standard error, and in every report.
#include <cstddef>

#include "models/warning.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {

/// Prints the warnings from number `from` on to standard error, one per line; nothing with --quiet.
void warn(const Warnings& warnings, const CommonOptions& options, std::size_t from = 0);

/// Prints them as a section of a report on standard output; nothing if there are none.
void print_warnings(const Warnings& warnings);

/// Writes an array of {where, setting, text}.
void write_warnings(const Warnings& warnings, sim::JsonWriter& json);

}  // namespace curtain::tools
