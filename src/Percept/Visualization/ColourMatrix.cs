namespace Percept.Visualization;

/// <summary>Mathematics of 3 x 3 matrices, row by row.</summary>
static class ColourMatrix
{
    internal static double[] Inverse(IReadOnlyList<double> m)
    {
        double Minor(int a, int b, int c, int d) => (m[a] * m[d]) - (m[b] * m[c]);
        double[] adjugate =
        [
            Minor(4, 5, 7, 8), -Minor(1, 2, 7, 8), Minor(1, 2, 4, 5),
            -Minor(3, 5, 6, 8), Minor(0, 2, 6, 8), -Minor(0, 2, 3, 5),
            Minor(3, 4, 6, 7), -Minor(0, 1, 6, 7), Minor(0, 1, 3, 4),
        ];
        var determinant = (m[0] * adjugate[0]) + (m[1] * adjugate[3]) + (m[2] * adjugate[6]);
        return determinant == 0 ? throw new ArgumentException("The colour matrix has no inverse: its colours do not differ.", nameof(m)) : [.. adjugate.Select(x => x / determinant)];
    }

    /// <summary>A symmetric matrix's eigenvectors as columns, each times the root of its eigenvalue, the largest first (Jacobi's method).</summary>
    internal static double[] Root(ReadOnlySpan<double> symmetric)
    {
        var a = symmetric.ToArray();
        double[] vectors = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        for (var sweep = 0; sweep < 30; sweep++)
        {
            foreach (var (p, q) in new[] { (0, 1), (0, 2), (1, 2) })
            {
                if (Math.Abs(a[(p * 3) + q]) < 1e-18) continue;
                var angle = 0.5 * Math.Atan2(2 * a[(p * 3) + q], a[(q * 3) + q] - a[(p * 3) + p]);
                var (cosine, sine) = (Math.Cos(angle), Math.Sin(angle));
                for (var i = 0; i < 3; i++) Turn(ref a[(i * 3) + p], ref a[(i * 3) + q], cosine, sine);
                for (var i = 0; i < 3; i++) Turn(ref a[(p * 3) + i], ref a[(q * 3) + i], cosine, sine);
                for (var i = 0; i < 3; i++) Turn(ref vectors[(i * 3) + p], ref vectors[(i * 3) + q], cosine, sine);
            }
        }

        var root = new double[9];
        foreach (var (to, from) in Enumerable.Range(0, 3).OrderByDescending(i => a[i * 4]).Index())
        {
            // A colour that the images do not vary in is given a little, so that the matrix keeps an inverse; and brightness points up.
            var size = Math.Sqrt(Math.Max(a[from * 4], 1e-6));
            var sign = vectors[from] + vectors[3 + from] + vectors[6 + from] < 0 ? -1 : 1;
            for (var row = 0; row < 3; row++) root[(row * 3) + to] = sign * size * vectors[(row * 3) + from];
        }

        return root;

        static void Turn(ref double x, ref double y, double cosine, double sine) => (x, y) = ((cosine * x) - (sine * y), (sine * x) + (cosine * y));
    }
}
