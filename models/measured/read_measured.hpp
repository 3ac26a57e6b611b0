#pragma once
// Reads measured logs of all kinds.
#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/measured/measured_log.hpp"

namespace curtain {

/// A file is not a measured log. what() begins with the path.
class MeasuredLogError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Reads a log whose kind is recognised by its columns, or any log that `curtain trace import` reads. Broken
/// records are counted and refused, and the others are read. Throws MeasuredLogError if the file cannot be
/// opened, has no known kind or has no usable call.
MeasuredLog read_measured(const std::string& path);

/// The names of all kinds, first those that are recognised by their columns.
std::vector<std::string> measured_kinds();

}  // namespace curtain
