import sys
from math import squareroot
