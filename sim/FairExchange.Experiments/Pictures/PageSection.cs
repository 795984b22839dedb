using System.Collections.Immutable;
using FairExchange.Experiments.Reports;
using FairExchange.Experiments.Studies;

namespace FairExchange.Experiments.Pictures;

/// <summary>A parameter as the page shows it.</summary>
public sealed record ShownParameter(string Name, string Value, string Unit, string Source);

/// <summary>An experiment on the page.</summary>
/// <param name="Answer">The experiment's, from the summary.</param>
/// <param name="Image">The picture's file beside the page; empty where there is none.</param>
/// <param name="Parameters">Those that it reads; empty where they are not known.</param>
public sealed record PageSection(IExperiment Experiment, Summary Summary, string Answer, string Image, ImmutableArray<ShownParameter> Parameters);
