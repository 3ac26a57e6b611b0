#pragma once
// The names of functions and accounts, from what logs and files are called.
#include <string>
#include <string_view>

namespace curtain {

struct LogOwner {
  std::string_view function;
  std::string_view account;  ///< twelve digits, or empty
};

/// From the name of a log group ("/aws/lambda/checkout" is the function "checkout", any other group is
/// itself), with its account in front as CloudWatch Logs Insights writes @log
/// ("123456789012:/aws/lambda/checkout"), or an ARN of the group.
LogOwner owner_of_group(std::string_view group);

/// From the ARN of a function, with or without version or alias:
/// "arn:aws:lambda:eu-west-1:123456789012:function:checkout:live". Both are empty if it is none.
LogOwner owner_of_arn(std::string_view arn);

/// What a file is called without the endings of logs (.txt, .log, .csv, .json, .jsonl, .ndjson, .gz, .zst). A
/// name that only numbers a part (as "000000.gz" of an export to S3, below a folder for each log stream)
/// gives way to the folder above it that says more.
std::string function_of_path(std::string_view path);

}  // namespace curtain
