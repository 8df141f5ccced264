"""What of the attacks is quick enough for every day: requests hidden in requests. LYKTA names the program."""

import os
import unittest

import smuggle
from demo import running


class Smuggling(unittest.TestCase):
    def test_no_request_hides_in_another(self):
        with running(os.path.abspath(os.environ["LYKTA"])) as demo:
            rows, _ = smuggle.run(demo)
        self.assertGreater(len(rows), 10)
        self.assertEqual([(what, came) for what, _, came, good in rows if not good], [])


if __name__ == "__main__":
    unittest.main()
