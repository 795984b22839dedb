namespace FairExchange.Simulation.Reports;

/// <summary>A file that is not the report it is taken for. The message is one line: which line of the file, and what.</summary>
public sealed class ReportFormatException(int line, string problem) : FormatException($"line {line}: {problem}");
