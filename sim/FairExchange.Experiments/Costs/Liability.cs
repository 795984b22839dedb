using FairExchange.Experiments.Parameters;
using FairExchange.Experiments.Workload;
using FairExchange.Simulation;

namespace FairExchange.Experiments.Costs;

/// <summary>What goes wrong at a trusted party, how often, and what insuring it costs: one draw of figures that nobody knows exactly.</summary>
/// <param name="Mishap">Share of exchanges handled in which it loses or spoils something.</param>
/// <param name="BreakIn">Times a year that a copy of its archive is laid open.</param>
/// <param name="SiteLoss">Chance that a copy is destroyed in a year.</param>
/// <param name="Claim">Share of the people affected who claim.</param>
/// <param name="KeyTheft">Times a year that its secret key is stolen.</param>
/// <param name="KeyLife">Years that a key is in use.</param>
/// <param name="Overheard">Share of exchanges whose Z the thief of the key has too.</param>
/// <param name="Loading">Premium over expected loss.</param>
/// <param name="LeastPremium">In USD a year, however small the loss.</param>
public sealed record Liability(
    double Mishap, double BreakIn, double SiteLoss, double Claim, double KeyTheft, double KeyLife, double Overheard, double Loading, double LeastPremium)
{
    /// <summary>What is lost in a year, by expectation, for each dollar that one failure costs.</summary>
    /// <param name="handled">Exchanges a year that come to the trusted party.</param>
    /// <param name="stored">Exchanges whose messages lie in its archive.</param>
    /// <param name="copies">Of the archive: with each, all copies perish more rarely, and there is one more place to break in.</param>
    /// <param name="behindKey">Exchanges a year whose Z its key opens.</param>
    public double FailuresPerYear(double handled, double stored, double copies, double behindKey) =>
        (handled * Mishap) + (stored * Claim * (Math.Pow(SiteLoss, copies) + (copies * BreakIn))) + (behindKey * KeyLife * Overheard * Claim * KeyTheft);

    /// <summary>What liability needs from the parameter file.</summary>
    public sealed record Ranges(
        Uncertain Mishap, Uncertain BreakIn, Uncertain SiteLoss, Uncertain Claim, Uncertain KeyTheft, double KeyLife, Uncertain Overheard, Uncertain Loading, Uncertain Errors, Uncertain Cyber)
    {
        /// <exception cref="FormatException">A range is none.</exception>
        public static Ranges Of(ParameterBook book)
        {
            Uncertain Range(string name) => Uncertain.Of(book, $"liability.{name}");
            return new Ranges(
                Range("mishap"), Range("break_in"), Range("site_loss"), Range("claim"), Range("key_theft"), book.Number("liability.key_life"), Range("overheard"), Range("loading"), Range("errors_premium"), Range("cyber_premium"));
        }

        public Liability Draw(Chance chance) => new(
            Mishap.Draw(chance), BreakIn.Draw(chance), SiteLoss.Draw(chance), Claim.Draw(chance), KeyTheft.Draw(chance), KeyLife, Overheard.Draw(chance), Loading.Draw(chance), Errors.Draw(chance) + Cyber.Draw(chance));
    }
}
