#pragma once
// A policy in a shared library. The source is like the source of a built-in policy, with one additional line:
//
//   CURTAIN_PLUGIN(keep_alive_longer_if_used)
//
// The line is inside namespace curtain, and names the functions that return the declarations. `curtain run
// --plugin ./liblonger_if_used.so` then offers the policy like any other; tools/policy-template/ is a
// template.
#include <cstddef>
#include <iterator>

#include "models/policies/declaration.hpp"
#include "models/policies/interface.hpp"

namespace curtain {

/// The properties that must be equal in a plugin and the program: the version, a checksum of the headers, and
/// the layout of types in the standard library.
#if defined(_LIBCPP_VERSION)
#define CURTAIN_PLUGIN_LIBRARY "libc++"
#elif defined(_GLIBCXX_DEBUG)
#define CURTAIN_PLUGIN_LIBRARY "libstdc++, debug mode"
#else
#define CURTAIN_PLUGIN_LIBRARY "libstdc++"
#endif
#define CURTAIN_PLUGIN_INTERFACE CURTAIN_INTERFACE ", " CURTAIN_PLUGIN_LIBRARY

/// A function that returns the declaration of a policy. The declaration exists as long as the program.
using DeclaringFunction = const PolicyDeclaration& (*)();

/// The exports of a plugin, under the name kPluginSymbol. `interface` is the first member because it is
/// checked before any other member is used.
struct PluginRecord {
  const char* interface;              ///< value of CURTAIN_PLUGIN_INTERFACE when the plugin was compiled
  std::size_t count;                  ///< number of policies
  const DeclaringFunction* policies;  ///< `count` functions
};

inline constexpr const char* kPluginSymbol = "curtain_plugin";

}  // namespace curtain

/// Exports the policies that the given functions declare. Use it once in a plugin, inside namespace curtain.
#define CURTAIN_PLUGIN(...)                                                                       \
  static const ::curtain::DeclaringFunction curtain_plugin_policies[] = {__VA_ARGS__};            \
  extern "C" __attribute__((visibility("default"))) const ::curtain::PluginRecord curtain_plugin; \
  const ::curtain::PluginRecord curtain_plugin = {                                                \
      CURTAIN_PLUGIN_INTERFACE, std::size(curtain_plugin_policies), curtain_plugin_policies};
