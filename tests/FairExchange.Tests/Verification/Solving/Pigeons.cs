using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Verification.Solving;

/// <summary>More pigeons than holes: impossible, and beyond any resolution prover's patience from about twelve on.</summary>
internal static class Pigeons
{
    public static void AssertIn(ISolver solver, Vocabulary vocabulary, int holes)
    {
        Atom Sits(int pigeon, int hole) => vocabulary.Atom($"pigeon {pigeon} sits in hole {hole}");
        for (int pigeon = 0; pigeon <= holes; pigeon++)
        {
            solver.Assert(Formula.Or(Enumerable.Range(0, holes).Select(hole => Sits(pigeon, hole))));
            for (int other = 0; other < pigeon; other++)
            {
                for (int hole = 0; hole < holes; hole++)
                {
                    solver.Assert(Formula.Or(Formula.Not(Sits(pigeon, hole)), Formula.Not(Sits(other, hole))));
                }
            }
        }
    }
}
