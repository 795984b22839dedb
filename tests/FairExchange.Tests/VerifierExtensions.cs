using FairExchange.Model.Language;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests;

/// <summary>Claims in the tests' brevity.</summary>
internal static class VerifierExtensions
{
    public static Decision Decide(this Verifier verifier, Protocol protocol, Property property, Term.Variable? party, int sessions) =>
        verifier.Decide(new Claim(protocol, property, party, sessions));
}
