Console.WriteLine("percept");
