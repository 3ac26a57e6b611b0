#pragma once
// A policy in a shared library. Its source is the same as a built-in policy's, plus one line:
//
//   CURTAIN_PLUGIN(keep_alive_longer_if_used)
//
// inside namespace curtain, with the functions that return its declarations. `curtain run --plugin
// ./liblonger_if_used.so` then offers it like any other policy; tools/policy-template/ is a template.
#include <cstddef>
#include <iterator>

#include "models/policies/declaration.hpp"
#include "models/policies/interface.hpp"

namespace curtain {

/// What a plugin and the program must agree on exactly: the version, a checksum of the headers that both were
/// compiled with, and the standard library's layout of its types.
#if defined(_LIBCPP_VERSION)
#define CURTAIN_PLUGIN_LIBRARY "libc++"
#elif defined(_GLIBCXX_DEBUG)
#define CURTAIN_PLUGIN_LIBRARY "libstdc++, debug mode"
#else
#define CURTAIN_PLUGIN_LIBRARY "libstdc++"
#endif
#define CURTAIN_PLUGIN_INTERFACE CURTAIN_INTERFACE ", " CURTAIN_PLUGIN_LIBRARY

/// A function that returns a policy's declaration, which lives as long as the program.
using DeclaringFunction = const PolicyDeclaration& (*)();

/// All that a plugin exports, under the name kPluginSymbol. `interface` is the first member because it is
/// checked before any other member is used.
struct PluginRecord {
  const char* interface;              ///< CURTAIN_PLUGIN_INTERFACE as the plugin was compiled with
  std::size_t count;                  ///< of policies
  const DeclaringFunction* policies;  ///< `count` functions
};

inline constexpr const char* kPluginSymbol = "curtain_plugin";

}  // namespace curtain

/// Exports the policies that the named functions declare. Use it once in a plugin, inside namespace curtain.
#define CURTAIN_PLUGIN(...)                                                                       \
  static const ::curtain::DeclaringFunction curtain_plugin_policies[] = {__VA_ARGS__};            \
  extern "C" __attribute__((visibility("default"))) const ::curtain::PluginRecord curtain_plugin; \
  const ::curtain::PluginRecord curtain_plugin = {                                                \
      CURTAIN_PLUGIN_INTERFACE, std::size(curtain_plugin_policies), curtain_plugin_policies};
